import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { cjxl, djxl, jxlToolVersion } from '#src/codecs/jxl/tools.js';
import { scratch } from '../../support/scratch.ts';

afterEach(() => vi.unstubAllEnvs());

test.each([cjxl, djxl])(
  'the version of $program is asked of the program that $variable names',
  (tool) => {
    const file = path.join(scratch(), tool.program);
    const text = `${tool.program} v0.11.1 794a5dcf [AVX2,SSE4,SSE2]`;
    const program = `if (process.argv[2] === '--version') console.log('${text}');`;
    writeFileSync(file, `#!${process.execPath}\n${program}\n`);
    chmodSync(file, 0o755);
    vi.stubEnv(tool.variable, file);
    expect(jxlToolVersion(tool)).toBe('0.11.1');
    vi.stubEnv(tool.variable, `${file}-gone`);
    expect(jxlToolVersion(tool)).toBe('not found');
  },
);
