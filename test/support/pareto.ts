import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type RdRecord, rdRecord, type TimingRecord, timingRecord } from '#src/results/record.js';

const program = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** How the program ended and what it printed. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The program, running. */
export interface Running {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** Starts the program as its user would, with a cache of its own. */
export function startPareto(
  args: readonly string[],
  { cache, env = {} }: { cache: string; env?: Record<string, string> },
): Running {
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, PARETO_CACHE: cache, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (text) => {
    stdout += text;
  });
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (status) => resolve({ status, stdout, stderr }));
  });
  return { process: child, ended };
}

/** Runs the program to its end. */
export function runPareto(
  args: readonly string[],
  options: { cache: string; env?: Record<string, string> },
): Promise<Ended> {
  return startPareto(args, options).ended;
}

/** The rate-distortion records of a file, every line of it. */
export function rdRecordsIn(file: string): RdRecord[] {
  return linesIn(file).map((line) => rdRecord.parse(JSON.parse(line)));
}

/** The timing records of a file, every line of it. */
export function timingRecordsIn(file: string): TimingRecord[] {
  return linesIn(file).map((line) => timingRecord.parse(JSON.parse(line)));
}

function linesIn(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  if (!text.endsWith('\n')) throw new Error(`${file} does not end with a newline`);
  return text.trimEnd().split('\n');
}
