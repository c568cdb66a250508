import { closeSync, openSync, writeSync } from 'node:fs';
import { WorkError } from '../base/errors.js';
import { openRegular } from '../base/read-bounded.js';
import type { Depth, Raster } from '../image/raster.js';

/** Bytes of one call: the system takes no more than 2 GiB at once. */
const pieceBytes = 2 ** 30;

/** Writes the samples of a picture to a file that is not there yet, in this machine's order of bytes. */
export function writeSamples(
  file: string,
  { buffer, byteOffset, byteLength }: Raster['data'],
): void {
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  const handle = openSync(file, 'wx', 0o600);
  try {
    for (let done = 0; done < bytes.length; ) {
      done += writeSync(handle, bytes, done, Math.min(pieceBytes, bytes.length - done));
    }
  } finally {
    closeSync(handle);
  }
}

/**
 * Reads back what `writeSamples` wrote.
 * @throws WorkError naming a file that cannot be read or is too short
 */
export async function readSamples(
  file: string,
  { depth, samples }: { readonly depth: Depth; readonly samples: number },
): Promise<Raster['data']> {
  const bytes = new Uint8Array(samples * (depth / 8));
  const handle = await openRegular(file);
  try {
    for (let done = 0; done < bytes.length; ) {
      const wanted = Math.min(pieceBytes, bytes.length - done);
      const { bytesRead } = await handle.read(bytes, done, wanted, done);
      if (bytesRead === 0) throw new WorkError(`${file} holds fewer samples than its picture has`);
      done += bytesRead;
    }
  } finally {
    await handle.close();
  }
  return depth === 8 ? bytes : new Uint16Array(bytes.buffer);
}
