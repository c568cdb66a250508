import { promisify } from 'node:util';
import { inflate } from 'node:zlib';

/**
 * Unpacks zlib data, RFC 1950, of so many bytes at most.
 * @throws Error for data that is damaged, cut short or longer
 */
export async function inflateZlib(packed: Uint8Array, most: number): Promise<Uint8Array> {
  return promisify(inflate)(packed, { maxOutputLength: most });
}
