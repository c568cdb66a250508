import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isOwnError, messageOf, WorkError } from './errors.js';

/** A file to be written, in pieces. */
export interface FileToWrite {
  readonly file: string;
  readonly pieces: Iterable<string | Uint8Array>;
}

/**
 * Writes files whole or not at all, and their folders as need be: all of them under names of their
 * own first, so that a full disk leaves what was there before. Devices and pipes are written to as
 * they are.
 * @throws WorkError naming the file that could not be written
 */
export function writeWhole(files: readonly FileToWrite[]): void {
  const parts: { part: string; file: string }[] = [];
  let current = '';
  try {
    for (const { file, pieces } of files) {
      current = file;
      const part = isSpecial(file) ? file : `${file}.part`;
      mkdirSync(path.dirname(file), { recursive: true });
      if (part !== file) parts.push({ part, file });
      writeFileSync(part, '');
      for (const piece of pieces) writeFileSync(part, piece, { flag: 'a' });
    }
    for (const { part, file } of parts) {
      current = file;
      renameSync(part, file);
    }
  } catch (error) {
    for (const { part } of parts) rmSync(part, { force: true });
    const { code } = error as NodeJS.ErrnoException;
    // What makes the pieces may fail as well.
    if (code === undefined || isOwnError(error)) throw error;
    throw new WorkError(`cannot write ${current}: ${reasons[code] ?? otherwise(error)}`, {
      code: 'cannot-write',
      data: { file: current },
    });
  }
}

/** What is wrong and what to do, by the code of the error. */
const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full; free space or name another place',
  EDQUOT: 'the quota of the disk is used up; free space or name another place',
  EISDIR: 'it is a folder; name a file',
  ENOTDIR: 'a file stands where its folder would be; name another place',
  EEXIST: 'a file stands where its folder would be; name another place',
  ENOENT: 'its folder is not there and cannot be made; name another place',
  EACCES: 'it may not be written to by this user; name another place or change its permissions',
  EPERM: 'it may not be written to by this user; name another place or change its permissions',
  EROFS: 'the disk is read-only; name another place',
};

function otherwise(error: unknown): string {
  return `${messageOf(error)}; name another place`;
}

/** Whether something is there that is no file: renaming onto /dev/null would take its place. */
function isSpecial(file: string): boolean {
  const found = statSync(file, { throwIfNoEntry: false });
  return found !== undefined && !found.isFile() && !found.isDirectory();
}
