import { encodePam, encodePnm } from '../pnm.js';
import type { Channels, Raster } from '../raster.js';
import { encodePng } from './save.js';

/** A format of files of a picture's very samples, 8 or 16 bit. */
interface SampleFormat {
  /** The channels that a file can hold. */
  readonly channels: readonly Channels[];
  /** @param level of deflate, 1 to 9, where the format has it */
  encode(image: Raster, options: { readonly level: number }): Promise<Uint8Array> | Uint8Array;
}

const table = {
  png: { channels: [1, 3, 4], encode: encodePng },
  ppm: { channels: [3], encode: encodePnm },
  pgm: { channels: [1], encode: encodePnm },
  pnm: { channels: [1, 3], encode: encodePnm },
  pam: { channels: [1, 3, 4], encode: encodePam },
} as const satisfies Record<string, SampleFormat>;

/** Formats of files of a picture's very samples, by the endings of their names. */
export const sampleFormats: Readonly<Record<string, SampleFormat>> = table;

/** Those in which pictures are given to programs and got from them. */
export const foreignFormats = ['png', 'ppm', 'pnm', 'pam'] as const;
export type ForeignFormat = (typeof foreignFormats)[number];

/** The channels that a file of each format can hold. */
export function channelsOf(format: ForeignFormat): readonly Channels[] {
  return table[format].channels;
}

/** A picture as a file of a format that holds its channels, its very samples, made quickly. */
export async function encodeForeign(format: ForeignFormat, image: Raster): Promise<Uint8Array> {
  return table[format].encode(image, { level: 1 });
}
