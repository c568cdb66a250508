import { spawnSync } from 'node:child_process';
import { hash } from 'node:crypto';
import { readBoundedSync } from '../../base/read-bounded.js';
import { findCommand } from './command.js';

/** A program that a codec runs, and the environment variable that may hold its path. */
export interface Tool {
  readonly program: string;
  readonly variable: string;
}

/** The path of a tool, from its variable or else from PATH; null where there is none. */
export function findTool({ program, variable }: Tool): string | null {
  return findCommand(process.env[variable] || program);
}

/** Why a tool cannot be used, with what brings it, or null where it can. */
export function missingTool(tool: Tool, howToGet: string): string | null {
  if (findTool(tool) !== null) return null;
  const told = process.env[tool.variable];
  const where = told ? `at ${told} (${tool.variable})` : 'on PATH';
  return `${tool.program} is not found ${where}: ${howToGet}, then put it on PATH or its path into ${tool.variable}`;
}

const versions = new Map<string, string>();

/**
 * The version that a tool prints, by the first group of `pattern`; the first digits of its SHA-256
 * where it prints none; `not found` where there is no such tool.
 */
export function toolVersion(
  tool: Tool,
  {
    args,
    pattern,
  }: { args: readonly string[]; pattern: RegExp } | { args?: never; pattern?: never },
): string {
  const file = findTool(tool);
  if (file === null) return 'not found';
  const known = versions.get(file);
  if (known !== undefined) return known;
  const version = (args && printedVersion(file, args, pattern)) ?? digestOf(file);
  versions.set(file, version);
  return version;
}

function printedVersion(file: string, args: readonly string[], pattern: RegExp): string | null {
  const { stdout, stderr } = spawnSync(file, args, { encoding: 'utf8', timeout: 10_000 });
  return pattern.exec(`${stdout}\n${stderr}`)?.[1] ?? null;
}

function digestOf(file: string): string {
  return `sha256:${hash('sha256', readBoundedSync(file, { bound: 'model' })).slice(0, 12)}`;
}
