import { randomBytes } from 'node:crypto';
import {
  closeSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { now } from './clock.js';
import { WorkError } from './errors.js';
import { makeFolder } from './make-folder.js';
import { formatOwner, livenessOf, parseOwner, thisProcess } from './owner.js';

// A lock is a file that says who holds it. One whose holder is gone is no lock any more, at once;
// one that is held lasts, also where its holder is busy for minutes and hears no timer.

/** How a lock is waited for. */
export interface LockOptions {
  /** Ends the waiting. */
  readonly signal?: AbortSignal | undefined;
  /** Told once, where somebody else holds it. */
  readonly onWait?: (() => void) | undefined;
  /** How long to wait; for ever unless told. */
  readonly patienceSeconds?: number;
}

/** A holder on another machine touches its lock; one that was not touched for so long is nobody's. */
const foreignSeconds = 60;
const touchSeconds = 5;
/** A lock that names no holder, as one of an earlier version, or of a process killed while making it. */
const namelessSeconds = 10;

/**
 * Waits for a lock, and gives what lets go of it.
 * @param file of the lock; its folder is made where there is none
 * @throws WorkError where it takes too long, the signal's reason, and what the system says
 */
export async function holdLock(
  file: string,
  { signal, onWait, patienceSeconds = Number.POSITIVE_INFINITY }: LockOptions = {},
): Promise<() => void> {
  const end = now() + patienceSeconds;
  for (let turn = 0; ; turn++) {
    signal?.throwIfAborted();
    const letGo = tryLock(file);
    if (letGo !== null) return letGo;
    if (turn === 0) onWait?.();
    if (now() > end) {
      const told = `${file} is held by ${holderOf(file)} for more than ${patienceSeconds} s; end that program, or remove the file where there is none`;
      throw new WorkError(told, { code: 'locked', data: { file } });
    }
    // Spread, so that those who wait do not come at one moment.
    const pause = Math.min(500, 5 * 1.2 ** turn) * (0.5 + Math.random());
    await sleep(pause, undefined, { signal }).catch(() => signal?.throwIfAborted());
  }
}

/** Works under a lock. */
export async function underLock<T>(
  file: string,
  work: () => T | Promise<T>,
  options: LockOptions = {},
): Promise<T> {
  const letGo = await holdLock(file, options);
  try {
    return await work();
  } finally {
    letGo();
  }
}

/** Takes a lock that is free; null where it is held. */
export function tryLock(file: string): (() => void) | null {
  const text = `${formatOwner(thisProcess())} ${randomBytes(6).toString('hex')}\n`;
  if (!create(file, text)) {
    if (isLocked(file)) return null;
    clear(file);
    if (!create(file, text)) return null;
  }
  const touch = setInterval(() => touched(file), touchSeconds * 1000);
  touch.unref();
  return () => {
    clearInterval(touch);
    if (read(file) === text) rmSync(file, { force: true });
  };
}

/** Whether somebody who is there holds a lock. */
export function isLocked(file: string): boolean {
  const found = lstatSync(file, { throwIfNoEntry: false });
  if (found === undefined) return false;
  const seconds = (Date.now() - found.mtimeMs) / 1000;
  const owner = found.isFile() ? parseOwner(read(file) ?? '') : null;
  if (owner === null) return seconds < namelessSeconds;
  const life = livenessOf(owner);
  return life === 'alive' || (life === 'unknown' && seconds < foreignSeconds);
}

/** Removes the locks in a folder, and below it unless told, whose holders are gone. Never throws. */
export function collectLocks(folder: string, { below = true } = {}): void {
  for (const file of locksIn(folder, below)) {
    try {
      if (!isLocked(file)) clear(file);
    } catch {
      // Somebody else was faster, or it is not ours to remove.
    }
  }
}

/** What looks like a lock of ours: a file that names its holder, or a folder of an earlier version. */
function locksIn(folder: string, below: boolean): string[] {
  try {
    return readdirSync(folder, { recursive: below, encoding: 'utf8' })
      .filter((name) => /\.lock(\.break)?$/.test(name))
      .map((name) => path.join(folder, name))
      .filter((file) => {
        const found = lstatSync(file, { throwIfNoEntry: false });
        if (found?.isDirectory())
          return file.endsWith('.jsonl.lock') || file.endsWith('.held.lock');
        return found?.isFile() === true && parseOwner(read(file) ?? '') !== null;
      });
  } catch {
    return [];
  }
}

function holderOf(file: string): string {
  const owner = parseOwner(read(file) ?? '');
  return owner === null ? 'another program' : `process ${owner.pid}`;
}

function create(file: string, text: string): boolean {
  const handle = open(file);
  if (handle === null) return false;
  try {
    writeSync(handle, text);
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
  } finally {
    closeSync(handle);
  }
  return true;
}

function open(file: string, mayMakeFolder = true): number | null {
  try {
    return openSync(file, 'wx');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return null;
    if (code !== 'ENOENT' || !mayMakeFolder) throw error;
    makeFolder(path.dirname(file));
    // Another program may have made both meanwhile.
    return open(file, false);
  }
}

/**
 * Removes a lock that nobody holds. Of several that see it at once only one may: the others could
 * remove the lock that the first has made by then. So this, too, is under a lock.
 */
function clear(file: string): void {
  const guard = `${file}.break`;
  if (!create(guard, `${formatOwner(thisProcess())}\n`)) {
    if (!isLocked(guard)) rmSync(guard, { force: true });
    return;
  }
  try {
    if (isLocked(file)) return;
    // Those of earlier versions are folders.
    if (lstatSync(file, { throwIfNoEntry: false })?.isDirectory()) rmdirSync(file);
    else rmSync(file, { force: true });
  } finally {
    rmSync(guard, { force: true });
  }
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function touched(file: string): void {
  try {
    const moment = new Date();
    utimesSync(file, moment, moment);
  } catch {
    // It was removed by hand: the work goes on, as nothing can be done about it.
  }
}
