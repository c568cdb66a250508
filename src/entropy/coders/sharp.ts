import type { Sharp } from 'sharp';
import { untimed } from '../../base/clock.js';
import { WorkError } from '../../base/errors.js';
import { imageFormats, sniffFormat } from '../../image/format.js';
import { decode, fromRaster, toBytes } from '../../runtimes/sharp.js';
import type { PictureLibrary } from '../picture-coder.js';

/** A lossless format of sharp. @param write chooses it and its options */
export function openSharpLibrary(
  format: 'png' | 'webp',
  write: (picture: Sharp) => Sharp,
): PictureLibrary {
  return {
    encode: (picture) => toBytes(write(fromRaster(picture))),
    async decode(file, { width, height }) {
      if (sniffFormat(file) !== imageFormats[format]) {
        throw new WorkError(`stream holds no ${format} file`, { code: 'broken-bitstream' });
      }
      return decode(file, untimed, width * height);
    },
    close: async () => {},
  };
}
