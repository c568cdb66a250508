import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { messageOf, WorkError } from '../../errors.js';

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
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    throw new WorkError(
      `cannot write ${current} (${messageOf(error)}); free the space or name another place with --to`,
    );
  }
}

/** Whether something is there that is no file: renaming onto /dev/null would take its place. */
function isSpecial(file: string): boolean {
  const found = statSync(file, { throwIfNoEntry: false });
  return found !== undefined && !found.isFile() && !found.isDirectory();
}
