import path from 'node:path';
import { UsageError, WorkError } from '../../base/errors.js';
import { convert } from '../convert.js';
import { encodePam, encodePnm } from '../pnm.js';
import type { Raster } from '../raster.js';
import { encodePng } from './save.js';

type Write = (image: Raster) => Promise<Uint8Array> | Uint8Array;

/** How samples are written without loss, by the ending of the file's name. */
const writers: Readonly<Record<string, Write>> = {
  png: (image) => encodePng(image),
  ppm: (image) => encodePnm(image.channels === 1 ? withColour(image) : opaque(image, 'PPM')),
  pgm: (image) => encodePnm(grey(image)),
  pnm: (image) => encodePnm(opaque(image, 'PNM')),
  pam: encodePam,
};

/**
 * What makes a file of a picture's very samples, 8 or 16 bit, by the ending of the file's name: PNG,
 * PPM, PGM, PNM or PAM. Grey becomes RGB in a PPM file. It throws a WorkError for alpha where the
 * format has none, and for colour in a PGM file.
 * @throws UsageError for any other ending
 */
export function writerFor(name: string): Write {
  const extension = path.extname(name).slice(1).toLowerCase();
  if (Object.hasOwn(writers, extension)) return writers[extension]!;
  const known = Object.keys(writers).map((each) => `.${each}`);
  throw new UsageError(
    `a picture is written as ${known.join(', ')}, and '${name}' ends in none of them`,
  );
}

function withColour(image: Raster): Raster {
  return convert(image, { channels: 3, depth: image.depth });
}

function opaque(image: Raster, title: string): Raster {
  if (image.channels !== 4) return image;
  throw new WorkError(`${title} has no alpha, and the picture has; name a file that ends in .pam`);
}

function grey(image: Raster): Raster {
  if (image.channels === 1) return image;
  throw new WorkError('PGM is grey, and the picture has colour; name a file that ends in .pam');
}
