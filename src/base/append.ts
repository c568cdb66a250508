import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { messageOf, WorkError } from './errors.js';
import { underLock } from './lock.js';
import { makeFolder } from './make-folder.js';

/**
 * Appends values to a JSON lines file, all of them or none. Several programs may append to one file
 * at once: each waits for the file's lock. A torn last line, left by a crash or a full disk, is
 * healed first: completed where only its newline is missing, else cut off.
 * @returns the count of bytes of a torn line that had to be cut off, mostly 0
 * @throws WorkError naming the file, which is then as it was before
 */
export async function appendLines(file: string, values: readonly unknown[]): Promise<number> {
  try {
    makeFolder(path.dirname(file));
    const append = () => appendUnderLock(file, values);
    return await underLock(`${file}.lock`, append, { patienceSeconds });
  } catch (error) {
    throw new WorkError(`cannot write ${file} (${messageOf(error)})`, {
      code: 'cannot-write',
      data: { file },
    });
  }
}

/** An append takes milliseconds; who takes longer to make room is stuck. */
const patienceSeconds = 120;

async function appendUnderLock(file: string, values: readonly unknown[]): Promise<number> {
  const handle = await open(file, 'a+');
  try {
    const cut = await heal(handle);
    await writeWhole(handle, Buffer.from(values.map((v) => `${JSON.stringify(v)}\n`).join('')));
    return cut;
  } finally {
    await handle.close();
  }
}

async function writeWhole(handle: FileHandle, bytes: Buffer): Promise<void> {
  const { size } = await handle.stat();
  try {
    await handle.appendFile(bytes);
  } catch (error) {
    await handle.truncate(size);
    throw error;
  }
}

async function heal(handle: FileHandle): Promise<number> {
  const { size } = await handle.stat();
  if (size === 0 || (await readAt(handle, size - 1, 1))[0] === 0x0a) return 0;
  const lineStart = await lastNewline(handle, size);
  const torn = await readAt(handle, lineStart, size - lineStart);
  if (isJson(torn)) {
    await handle.appendFile('\n');
    return 0;
  }
  await handle.truncate(lineStart);
  return torn.length;
}

/** Offset just behind the last newline before `end`, or 0. */
async function lastNewline(handle: FileHandle, end: number): Promise<number> {
  const step = 1 << 16;
  for (let high = end; high > 0; high -= step) {
    const low = Math.max(0, high - step);
    const at = (await readAt(handle, low, high - low)).lastIndexOf(0x0a);
    if (at >= 0) return low + at + 1;
  }
  return 0;
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

function isJson(bytes: Buffer): boolean {
  try {
    JSON.parse(bytes.toString('utf8'));
    return true;
  } catch {
    return false;
  }
}
