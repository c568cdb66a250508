import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { accessSync, constants, lstatSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { now } from '../../base/clock.js';
import { messageOf, WorkError } from '../../base/errors.js';
import { readBounded } from '../../base/read-bounded.js';
import { startTimeLimit, type TimeLimit } from '../../base/time-limit.js';
import { type Guard, openGuard } from '../processes/guard.js';
import { endedChildrenCpuSeconds } from './child-cpu.js';
import { beforeDeath } from './deathbed.js';

export interface CommandLimits {
  readonly timeLimitSeconds: number;
  /** Bytes that standard output and standard error may hold, each. */
  readonly maxOutputBytes?: number;
  /** A file that the command writes, and the bytes beyond which it is stopped. */
  readonly growing?: { readonly file: string; readonly maxBytes: number };
  /** Statuses with which it ends well; 0 unless told. */
  readonly statuses?: readonly number[];
  /** Ends it at once. */
  readonly signal?: AbortSignal | undefined;
}

/** What a command that ended well printed, and how long it took. */
export interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
  /** From its start to its end. */
  readonly seconds: number;
  /**
   * CPU seconds of the command and of what it waited for; null where the system does not tell. Those
   * of other commands of this process that ended in between are in them.
   */
  readonly cpuSeconds: number | null;
}

/**
 * Runs a program with its arguments, without a shell, and waits for its end. It is the leader of a
 * process group of its own, all of which is killed at a limit, when it leaves something running
 * behind, and when this process ends.
 * @param argv the program, on PATH or with a path, and its arguments
 * @param folder where it runs
 * @throws WorkError in one line: program missing, exit status with the last line that it printed,
 *   signal, limit; the reason of an abort signal that has aborted before
 */
export async function runCommand(
  argv: readonly string[],
  folder: string,
  { timeLimitSeconds, maxOutputBytes = 2 ** 20, growing, statuses = [0], signal }: CommandLimits,
): Promise<CommandResult> {
  signal?.throwIfAborted();
  const [program = '', ...args] = argv;
  const name = path.basename(program);
  const cpuBefore = endedChildrenCpuSeconds();
  const start = now();
  const guard = openGuard();
  const child = startCommand(program, args, { folder, guard });
  const gone = guard.watch(process.platform === 'win32' ? child.pid : child.pid && -child.pid);
  const live = beforeDeath(() => killGroup(child));
  let excess: string | null = null;
  const stop = (reason: string): void => {
    excess ??= reason;
    killGroup(child);
    // What has left the group.
    guard.killRest();
    // What was not found may still hold these open.
    child.stdout.destroy();
    child.stderr.destroy();
  };
  const limit = startTimeLimit(timeLimitSeconds, () =>
    stop(`was stopped after ${timeLimitSeconds} s`),
  );
  const abort = (): void => stop('was ended');
  signal?.addEventListener('abort', abort, { once: true });
  const watch = growing && setInterval(() => checkSize(growing, stop), 100);
  const stdout = collect(child.stdout, maxOutputBytes, stop);
  const stderr = collect(child.stderr, maxOutputBytes, stop);
  try {
    const { status, signal, at } = await ended(child, guard);
    const seconds = at - start;
    const cpuAfter = endedChildrenCpuSeconds();
    const printed = { stdout: stdout(), stderr: stderr() };
    if (growing && excess === null) checkSize(growing, stop);
    if (excess !== null) throw new WorkError(`${name} ${excess}`, { code: 'command-failed' });
    if (status !== null && statuses.includes(status)) {
      const cpuSeconds = cpuBefore === null || cpuAfter === null ? null : cpuAfter - cpuBefore;
      return { ...printed, seconds, cpuSeconds };
    }
    const how = signal === null ? `exit status ${status}` : String(signal);
    const told = lastLine(printed.stderr) ?? lastLine(printed.stdout) ?? 'it printed nothing';
    throw new WorkError(`${name} ended with ${how}: ${told}`, { code: 'command-failed' });
  } finally {
    limit.cancel();
    clearInterval(watch);
    signal?.removeEventListener('abort', abort);
    live();
    gone();
    guard.close();
  }
}

type Piped = ChildProcessByStdio<null, Readable, Readable>;

function startCommand(
  program: string,
  args: readonly string[],
  { folder, guard }: { folder: string; guard: Guard },
): Piped {
  try {
    return spawn(program, args, {
      cwd: folder,
      // Messages and numbers in one language everywhere.
      env: { ...process.env, ...guard.env, LC_ALL: 'C' },
      detached: process.platform !== 'win32',
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
  } catch (error) {
    guard.close();
    throw new WorkError(`command ${program} cannot be started: ${messageOf(error)}`, {
      code: 'command-failed',
    });
  }
}

/**
 * The file that a command was to write.
 * @throws WorkError where there is none, or an empty one, one of more than `maxBytes`, and where it
 *   is no regular file
 */
export async function readWritten(
  file: string,
  program: string,
  maxBytes: number,
): Promise<Uint8Array> {
  const name = path.basename(file);
  const wrote = (told: string): WorkError =>
    new WorkError(`${path.basename(program)} ended well but ${told}`, { code: 'command-failed' });
  if (lstatSync(file, { throwIfNoEntry: false }) === undefined)
    throw wrote(`wrote no file ${name}`);
  const bytes = await readBounded(file, { bound: maxBytes, name }).catch((error) => {
    throw wrote(`its ${messageOf(error)}`);
  });
  if (bytes.length === 0) throw wrote(`wrote an empty file ${name}`);
  return bytes;
}

/** The path of a program, as given or on PATH, or null where there is none that can be run. */
export function findCommand(program: string): string | null {
  if (program.includes('/') || program.includes(path.sep)) return isProgram(program);
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter(Boolean);
  const endings = process.platform === 'win32' ? ['.exe', '.cmd', ''] : [''];
  for (const folder of folders) {
    for (const ending of endings) {
      const found = isProgram(path.join(folder, program + ending));
      if (found !== null) return found;
    }
  }
  return null;
}

function isProgram(file: string): string | null {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile() ? path.resolve(file) : null;
  } catch {
    return null;
  }
}

/** What it prints is awaited for so long after its end: what has left its group may hold the pipes. */
const drainSeconds = 1;

function ended(
  child: Piped,
  guard: Guard,
): Promise<{ status: number | null; signal: NodeJS.Signals | null; at: number }> {
  return new Promise((resolve, reject) => {
    let at = 0;
    let drain: TimeLimit | undefined;
    child.once('error', (error: NodeJS.ErrnoException) => {
      const why =
        error.code === 'ENOENT' ? 'is not found; put it on PATH, or name its path' : error.message;
      reject(new WorkError(`command ${child.spawnfile} ${why}`, { code: 'command-failed' }));
    });
    child.once('exit', () => {
      at = now();
      killGroup(child);
      drain = startTimeLimit(drainSeconds, () => {
        guard.killRest();
        child.stdout.destroy();
        child.stderr.destroy();
      });
    });
    child.once('close', (status, signal) => {
      drain?.cancel();
      resolve({ status, signal, at });
    });
  });
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // Nothing of it is left.
  }
}

function collect(
  stream: NodeJS.ReadableStream,
  maxBytes: number,
  stop: (reason: string) => void,
): () => string {
  const chunks: Buffer[] = [];
  let length = 0;
  stream.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length > maxBytes) stop(`was stopped: it printed more than ${maxBytes} bytes`);
    else chunks.push(chunk);
  });
  return () => Buffer.concat(chunks).toString('utf8');
}

function checkSize(
  { file, maxBytes }: { file: string; maxBytes: number },
  stop: (reason: string) => void,
): void {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > maxBytes) {
    stop(`was stopped: ${path.basename(file)} is larger than ${maxBytes} bytes`);
  }
}

function lastLine(text: string): string | null {
  const line = text
    .split(/[\r\n]+/)
    .map((each) => each.trim())
    .findLast((each) => each !== '');
  return line === undefined ? null : line.slice(0, 300);
}
