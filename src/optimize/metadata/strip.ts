import { UsageError } from '../../base/errors.js';
import { stripGif } from './gif.js';
import { stripHeif } from './heif.js';
import { stripJpeg } from './jpeg.js';
import { stripJxl } from './jxl.js';
import type { MetadataOptions } from './kinds.js';
import { stripPng } from './png.js';
import { stripTiff } from './tiff.js';
import { stripWebp } from './webp.js';

type Strip = (bytes: Uint8Array, options?: MetadataOptions) => Uint8Array;

/** How files of a format lose their metadata, by the format's id. */
const table: Readonly<Record<string, Strip>> = {
  jpeg: stripJpeg,
  png: stripPng,
  webp: stripWebp,
  gif: stripGif,
  tiff: stripTiff,
  avif: stripHeif,
  heic: stripHeif,
  jxl: stripJxl,
  // They have no room for any.
  bmp: (bytes) => bytes,
  qoi: (bytes) => bytes,
};

/** The formats whose files can be rid of their metadata while the coded picture stays as it is. */
export const strippable: readonly string[] = Object.keys(table);

/**
 * A file without its metadata, the coded picture byte for byte: place, EXIF, XMP, IPTC, thumbnails and
 * comments go unless kept. The colours and the orientation stay.
 * @param format the id of the file's format
 * @throws WorkError for a file that is broken; UsageError for another format
 */
export function stripMetadata(
  bytes: Uint8Array,
  format: string,
  options: MetadataOptions = {},
): Uint8Array {
  const strip = Object.hasOwn(table, format) ? table[format] : undefined;
  if (strip !== undefined) return strip(bytes, options);
  throw new UsageError(
    `metadata are taken out of ${strippable.join(', ')}, and this is a file of ${format}`,
  );
}
