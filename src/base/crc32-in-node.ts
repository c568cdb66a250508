import * as zlib from 'node:zlib';

/**
 * CRC-32 of bytes, or of a text in UTF-8, as PNG and zip files have it: ISO 3309.
 * @param before that of what stands before them
 */
export function crc32(data: string | Uint8Array, before = 0): number {
  return zlib.crc32(data, before);
}
