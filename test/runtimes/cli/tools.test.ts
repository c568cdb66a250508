import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { findTool, missingTool, toolVersion } from '#src/runtimes/cli/tools.js';
import { scratch } from '../../support/scratch.js';

const tool = { program: 'no-such-tool', variable: 'PARETO_TEST_TOOL' };
afterEach(() => vi.unstubAllEnvs());

function program(text: string): string {
  const file = path.join(scratch(), 'tool');
  writeFileSync(file, `#!${process.execPath}\n${text}\n`);
  chmodSync(file, 0o755);
  return file;
}

const asked = { args: ['--version'], pattern: /^tool (\S+)/m };

it('finds a tool by its variable, and asks its version', () => {
  const file = program('console.error("welcome\\ntool 3.1 of today")');
  vi.stubEnv(tool.variable, file);
  expect(findTool(tool)).toBe(file);
  expect(missingTool(tool, 'build it')).toBeNull();
  expect(toolVersion(tool, asked)).toBe('3.1');
});

it('takes the digest of a tool that tells no version', () => {
  vi.stubEnv(tool.variable, program('process.exit(1)'));
  const silent = toolVersion(tool, asked);
  expect(silent).toMatch(/^sha256:[0-9a-f]{12}$/);
  vi.stubEnv(tool.variable, program('process.exit(2)'));
  expect(toolVersion(tool, {})).toMatch(/^sha256:[0-9a-f]{12}$/);
  expect(toolVersion(tool, {})).not.toBe(silent);
});

it('tells what is missing, where it was looked for, and what brings it', () => {
  expect(toolVersion(tool, asked)).toBe('not found');
  expect(missingTool(tool, 'build it')).toBe(
    'no-such-tool is not found on PATH: build it, then put it on PATH or its path into PARETO_TEST_TOOL',
  );
  vi.stubEnv(tool.variable, '/nowhere/tool');
  expect(missingTool(tool, 'build it')).toMatch(
    /not found at \/nowhere\/tool \(PARETO_TEST_TOOL\)/,
  );
});
