import { createHash } from 'node:crypto';
import { openRegular } from './read-bounded.js';

/**
 * SHA-256 of a regular file, in hexadecimal, and its length in bytes; read in pieces.
 * @param name what it is called in messages
 * @throws WorkError naming a file that cannot be read
 */
export async function digestFile(
  file: string,
  name = file,
): Promise<{ sha256: string; bytes: number }> {
  const digest = createHash('sha256');
  let bytes = 0;
  const handle = await openRegular(file, name);
  for await (const piece of handle.createReadStream({ highWaterMark: 2 ** 20 })) {
    digest.update(piece);
    bytes += piece.length;
  }
  return { sha256: digest.digest('hex'), bytes };
}
