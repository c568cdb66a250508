import path from 'node:path';
import { UsageError, WorkError } from '../../base/errors.js';
import { convert } from '../convert.js';
import type { Channels, Raster } from '../raster.js';
import { sampleFormats } from './foreign-formats.js';

/**
 * What makes a file of a picture's very samples, 8 or 16 bit, by the ending of the file's name: PNG,
 * PPM, PGM, PNM or PAM. Grey becomes RGB in a PPM file. It throws a WorkError for alpha where the
 * format has none, and for colour in a PGM file.
 * @throws UsageError for any other ending
 */
export function writerFor(name: string): (image: Raster) => Promise<Uint8Array> {
  const extension = path.extname(name).slice(1).toLowerCase();
  const format = Object.hasOwn(sampleFormats, extension) ? sampleFormats[extension] : undefined;
  if (format !== undefined) {
    return async (image) =>
      format.encode(fitted(image, extension.toUpperCase(), format.channels), { level: 9 });
  }
  const known = Object.keys(sampleFormats).map((each) => `.${each}`);
  throw new UsageError(
    `a picture is written as ${known.join(', ')}, and '${name}' ends in none of them`,
  );
}

/** A picture in channels that a format holds, nothing of it lost. */
function fitted(image: Raster, title: string, channels: readonly Channels[]): Raster {
  if (channels.includes(image.channels)) return image;
  if (image.channels === 1) return convert(image, { channels: 3, depth: image.depth });
  const lacks = channels.includes(3)
    ? 'has no alpha, and the picture has'
    : 'is grey, and the picture has colour';
  throw new WorkError(`${title} ${lacks}; name a file that ends in .pam`);
}
