import { encodePam, encodePnm } from '../pnm.js';
import type { Channels, Raster } from '../raster.js';
import { encodePng } from './save.js';

/** Formats of files in which pictures are given to programs and got from them. */
export const foreignFormats = ['png', 'ppm', 'pnm', 'pam'] as const;
export type ForeignFormat = (typeof foreignFormats)[number];

/** The channels that a file of each format can hold. */
export const channelsOf: Readonly<Record<ForeignFormat, readonly Channels[]>> = {
  png: [1, 3, 4],
  pam: [1, 3, 4],
  pnm: [1, 3],
  ppm: [3],
};

/** A picture as a file of a format that holds its channels, its very samples. */
export async function encodeForeign(format: ForeignFormat, image: Raster): Promise<Uint8Array> {
  switch (format) {
    case 'png':
      return encodePng(image, { level: 1 });
    case 'pam':
      return encodePam(image);
    case 'ppm':
    case 'pnm':
      return encodePnm(image);
  }
}
