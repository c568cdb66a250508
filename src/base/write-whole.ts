import {
  closeSync,
  fchmodSync,
  fsyncSync,
  lstatSync,
  openSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { isOwnError, messageOf, WorkError } from './errors.js';
import { makeFolder } from './make-folder.js';
import { collectOwned, partName } from './owned.js';

/** A file to be written, in pieces. */
export interface FileToWrite {
  readonly file: string;
  readonly pieces: Iterable<string | Uint8Array>;
}

/** How files are written. */
export interface WriteOptions {
  /**
   * Whether they are to be on the disk, and not only on their way to it, when the call returns: a
   * file is then there after a loss of power too. Not for a cache.
   */
  readonly durable?: boolean;
  /**
   * A folder of the same disk for what is being written; the folder of each file unless told. For a
   * cache of many folders, so that what a killed process left behind is found in one place.
   */
  readonly partsIn?: string;
}

/**
 * Writes files whole or not at all, and their folders as need be. Each is written under a name that
 * nothing else has, in the folder where it is to be, and gets its own name by a rename once all of
 * them are there: whoever reads one sees what was there before or what comes after, never a part, and
 * a full disk or a kill leaves what was there before. A file keeps the permissions that it had.
 *
 * A symbolic link stays one: the file that it leads to is written. Devices and pipes are written to
 * as they are. What killed processes left in the folders is removed.
 * @throws WorkError naming the file that could not be written
 */
export function writeWhole(
  files: readonly FileToWrite[],
  { durable = true, partsIn }: WriteOptions = {},
): void {
  const parts: { part: string; target: string; file: string }[] = [];
  const made: string[] = [];
  let current = '';
  try {
    for (const { file, pieces } of files) {
      current = file;
      const { target, found } = resolveTarget(file);
      if (found?.isDirectory()) throw Object.assign(new Error('a folder'), { code: 'EISDIR' });
      if (found !== null && !found.isFile()) {
        for (const piece of pieces) writeFileSync(file, piece, { flag: 'a' });
        continue;
      }
      made.push(...makeFolder(path.dirname(target)));
      const folder = partsIn ?? path.dirname(target);
      if (partsIn !== undefined) makeFolder(partsIn);
      const part = path.join(folder, partName());
      parts.push({ part, target, file });
      writePart(part, pieces, { durable, mode: found?.mode });
    }
    for (const { part, target, file } of parts) {
      current = file;
      renameSync(part, target);
    }
    const folders = new Set(parts.map(({ target }) => path.dirname(target)));
    if (durable) for (const folder of folders) syncFolder(folder);
    if (partsIn === undefined) for (const folder of folders) collectOwned(folder);
  } catch (error) {
    for (const { part } of parts) rmSync(part, { force: true });
    for (const folder of made.reverse()) removeEmpty(folder);
    const { code } = error as NodeJS.ErrnoException;
    // What makes the pieces may fail as well.
    if (code === undefined || isOwnError(error)) throw error;
    throw cannotWrite(current, error);
  }
}

/**
 * Writes a file whole where there is none of its name, into a folder that is there and has been written to:
 * four calls of the system where `writeWhole` takes fifteen.
 * @param name of `partName`, what it is called while it is written; who writes one file after the other needs
 *   one name for all of them
 * @returns whether it did; where it did not, it left nothing, and `writeWhole` does it or tells why not
 */
export function writeNew(file: string, bytes: Uint8Array, name = partName()): boolean {
  const part = path.join(path.dirname(file), name);
  try {
    if (lstatSync(file, { throwIfNoEntry: false }) !== undefined) return false;
    writePart(part, [bytes], { durable: false, mode: undefined });
    renameSync(part, file);
    return true;
  } catch {
    rmSync(part, { force: true });
    return false;
  }
}

/** The error of a file that cannot be written, out of what the system says: why, and what to do. */
export function cannotWrite(file: string, error: unknown): WorkError {
  const { code = '' } = error as NodeJS.ErrnoException;
  return new WorkError(`cannot write ${file}: ${reasons[code] ?? otherwise(error)}`, {
    code: 'cannot-write',
    data: { file },
  });
}

/** Whether a path is one of a file, or will be: not of a device or a pipe, whatever leads there. */
export function isPlainFile(file: string): boolean {
  const { found } = resolveTarget(file);
  return found === null || found.isFile();
}

/** What is wrong and what to do, by the code of the error. */
const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full; free space or name another place',
  EFBIG: 'it is larger than a file may be here; name another place or raise the limit',
  EDQUOT: 'the quota of the disk is used up; free space or name another place',
  EISDIR: 'it is a folder; name a file',
  ENOTDIR: 'a file stands where its folder would be; name another place',
  EEXIST: 'a file stands where its folder would be; name another place',
  ELOOP: 'it is a symbolic link that leads back to itself; name another place',
  ENOENT: 'its folder is not there and cannot be made; name another place',
  EACCES: 'it may not be written to by this user; name another place or change its permissions',
  EPERM: 'it may not be written to by this user; name another place or change its permissions',
  EROFS: 'the disk is read-only; name another place',
};

function otherwise(error: unknown): string {
  return `${messageOf(error)}; name another place`;
}

/**
 * Where a path leads to, also by links to what is not there yet; `found` is what is there. What is
 * open already, as /dev/stdout or /dev/fd/3, is told as no file: it is not to be replaced.
 */
function resolveTarget(file: string): { target: string; found: Pick<Stats, Kinds> | null } {
  let target = path.resolve(file);
  for (let links = 0; ; links++) {
    const there = lstatSync(target, { throwIfNoEntry: false });
    const folder = realOf(path.dirname(target));
    if (folder !== null && openFiles.test(folder)) return { target, found: openFile };
    if (!there?.isSymbolicLink()) break;
    if (links > 40) throw Object.assign(new Error('too many links'), { code: 'ELOOP' });
    target = path.resolve(folder ?? path.dirname(target), readlinkSync(target));
  }
  return { target, found: statSync(target, { throwIfNoEntry: false }) ?? null };
}

type Kinds = 'isFile' | 'isDirectory' | 'mode';

const openFiles = /^\/(?:dev\/fd|proc\/[^/]+\/(?:task\/[^/]+\/)?fd)$/;
const openFile = { isFile: () => false, isDirectory: () => false, mode: 0 };

function realOf(folder: string): string | null {
  try {
    return realpathSync.native(folder);
  } catch {
    return null;
  }
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Something else is in it by now.
  }
}

function writePart(
  part: string,
  pieces: FileToWrite['pieces'],
  { durable, mode }: { durable: boolean; mode: number | undefined },
): void {
  // Never something that is there, nor what a link of this name leads to.
  const handle = openSync(part, 'wx', mode === undefined ? 0o666 : mode & 0o777);
  try {
    if (mode !== undefined && process.platform !== 'win32') fchmodSync(handle, mode & 0o777);
    for (const piece of pieces) writePiece(handle, piece);
    if (durable) fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function writePiece(handle: number, piece: string | Uint8Array): void {
  if (typeof piece === 'string') {
    writeFileSync(handle, piece);
    return;
  }
  for (let done = 0; done < piece.length; ) {
    done += writeSync(handle, piece, done, piece.length - done);
  }
}

/** The names in a folder are on the disk as well; not every system can do that. */
function syncFolder(folder: string): void {
  try {
    const handle = openSync(folder, 'r');
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch {
    // The file itself is there.
  }
}
