import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { isOwnError, messageOf, WorkError } from './errors.js';

/** The most bytes that a file may have that somebody else made, by what it is. */
export const fileBounds = {
  /** A picture, a bitstream, the output of a codec's command, weights of a model: a buffer at most. */
  picture: 2 ** 31 - 1,
  model: 2 ** 31 - 1,
  /** leaderboard.json, published curves: a string is 512 MiB at most. */
  table: 2 ** 28,
  /** A manifest: 100,000 files are 30 MB. */
  manifest: 2 ** 26,
  plugin: 2 ** 26,
  /** A few kilobytes as a rule. */
  recipe: 2 ** 22,
  card: 2 ** 22,
  /** What a program prints, and what it says of itself in a file. */
  output: 2 ** 26,
  /** One line of a JSON lines file; a record has a few kilobytes. */
  line: 2 ** 26,
} as const satisfies Record<string, number>;

export type FileKind = keyof typeof fileBounds;

/** How much may be read, and what the file is called in messages. */
export interface ReadLimits {
  /** What the file is, or the most bytes that it may have. */
  readonly bound: FileKind | number;
  /** Its path if not given. */
  readonly name?: string | undefined;
}

// A FIFO that nobody writes to would block the one who opens it; a terminal must not become ours.
const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0);

/**
 * Reads a regular file whole. Nothing else is read: a device may have no end, a FIFO blocks.
 * @throws WorkError of code `cannot-read`, naming the file, where it cannot be opened, is no regular
 *   file, has more bytes than it may, or becomes shorter meanwhile
 */
export async function readBounded(file: string, limits: ReadLimits): Promise<Buffer> {
  const { bound, name = file } = limits;
  return telling(file, name, async () => {
    const handle = await open(file, flags);
    try {
      const bytes = roomFor(await handle.stat(), file, bound);
      let done = 0;
      while (done < bytes.length) {
        const { bytesRead } = await handle.read(bytes, done, bytes.length - done, done);
        if (bytesRead === 0) throw new Error('it became shorter while it was read');
        done += bytesRead;
      }
      return bytes;
    } finally {
      await handle.close();
    }
  });
}

/** The same at once, for small files. */
export function readBoundedSync(file: string, { bound, name = file }: ReadLimits): Buffer {
  try {
    const handle = openSync(file, flags);
    try {
      const bytes = roomFor(fstatSync(handle), file, bound);
      let done = 0;
      while (done < bytes.length) {
        const count = readSync(handle, bytes, done, bytes.length - done, done);
        if (count === 0) throw new Error('it became shorter while it was read');
        done += count;
      }
      return bytes;
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    throw unreadable(file, name, error);
  }
}

/**
 * Opens a regular file for reading in pieces; the caller closes it.
 * @throws WorkError as `readBounded`
 */
export async function openRegular(file: string, name = file): Promise<FileHandle> {
  return telling(file, name, async () => {
    const handle = await open(file, flags);
    try {
      demandRegular(await handle.stat(), file);
      return handle;
    } catch (error) {
      await handle.close();
      throw error;
    }
  });
}

/** The same at once: a file descriptor, or null where there is no such file. */
export function openRegularSync(file: string): number | null {
  try {
    const handle = openSync(file, flags);
    try {
      demandRegular(fstatSync(handle), file);
      return handle;
    } catch (error) {
      closeSync(handle);
      throw error;
    }
  } catch (error) {
    if (isMissing(error)) return null;
    throw unreadable(file, file, error);
  }
}

/**
 * Reads a regular file whole, in four calls of the system, into room that is given for its size.
 * @param roomFor gives so many bytes, or null where they are too many
 * @returns the room; null where there is no such file, it is empty or too large, or becomes shorter meanwhile
 * @throws WorkError as `readBounded` for what cannot be opened, and for what is no regular file
 */
export function readIntoSync(
  file: string,
  roomFor: (size: number) => Uint8Array | null,
): Uint8Array | null {
  let handle: number | null = null;
  try {
    handle = openSync(file, flags);
    const found = fstatSync(handle);
    demandRegular(found, file);
    const room = found.size === 0 ? null : roomFor(found.size);
    let done = 0;
    while (room !== null && done < room.length) {
      const count = readSync(handle, room, done, room.length - done, done);
      if (count === 0) return null;
      done += count;
    }
    return room;
  } catch (error) {
    if (isMissing(error)) return null;
    throw unreadable(file, file, error);
  } finally {
    if (handle !== null) closeSync(handle);
  }
}

function isMissing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** Throws an Error where a file is anything but regular. */
function demandRegular(found: Stats, file: string): void {
  if (found.isFile()) return;
  const kind = found.isDirectory()
    ? 'a folder'
    : found.isFIFO()
      ? 'a pipe; write what comes out of it into a file first'
      : 'a device or socket';
  throw new Error(`${file} is no regular file but ${kind}`);
}

/** Memory for all of a file. Throws an Error where it is no regular file, or too large. */
function roomFor(found: Stats, file: string, bound: FileKind | number): Buffer {
  demandRegular(found, file);
  const most = typeof bound === 'number' ? bound : fileBounds[bound];
  if (found.size > most) {
    throw new Error(`it has ${found.size} bytes; at most ${most} are expected`);
  }
  return Buffer.allocUnsafeSlow(found.size);
}

async function telling<T>(file: string, name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw unreadable(file, name, error);
  }
}

function unreadable(file: string, name: string, error: unknown): WorkError {
  if (isOwnError(error)) return error as WorkError;
  return new WorkError(`${name} cannot be read: ${messageOf(error)}`, {
    code: 'cannot-read',
    data: { file },
  });
}
