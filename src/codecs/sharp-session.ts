import type { Sharp } from 'sharp';
import type { FileFormat } from '../image/format.js';
import { decode, fromRaster, toBytes, withThreads } from '../runtimes/sharp.js';
import type { CodecSession, Resources } from './codec.js';
import { requireFormat } from './formats.js';

/**
 * A session of a codec whose work cannot be split: sharp encodes and decodes it in one go.
 * @param write chooses the output format and its options
 */
export function openSharp(
  format: FileFormat,
  { threads, maxPixels }: Resources,
  write: (source: Sharp) => Sharp,
): CodecSession {
  return {
    encode: (image, clock) =>
      withThreads(threads, () => clock.stage('encode', () => toBytes(write(fromRaster(image))))),
    async decode(bytes, clock) {
      requireFormat(bytes, format);
      return withThreads(threads, () => decode(bytes, clock, maxPixels));
    },
    close: async () => undefined,
  };
}
