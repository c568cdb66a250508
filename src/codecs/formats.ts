import { WorkError } from '../base/errors.js';
import { type FileFormat, imageFormats, pam } from '../image/format.js';
import { heicFormat } from './heic/format.js';
import { jp2Format, jphFormat } from './jpeg2000/formats.js';
import { jpeglsFormat } from './jpegls/format.js';
import { jxlFormat } from './jxl/format.js';
import { learnedFormat } from './learned/format.js';
import { qoiFormat } from './qoi/format.js';
import { vvcFormat } from './vvc/format.js';

/**
 * The formats that codecs write. Where a file could be of two, it is of the first: JPEG-LS begins as
 * JPEG does, and a file type box may read as a unit of VVC. Loading this table loads no codec.
 */
export const fileFormats: readonly FileFormat[] = [
  pam,
  qoiFormat,
  learnedFormat,
  jpeglsFormat,
  jxlFormat,
  heicFormat,
  jp2Format,
  jphFormat,
  ...Object.values(imageFormats),
  vvcFormat,
];

/** The format of a file by its first bytes, or null. */
export function formatOf(bytes: Uint8Array): FileFormat | null {
  return fileFormats.find((format) => format.recognises(bytes)) ?? null;
}

/** Throws a WorkError for a file of another format: a decoder is never handed a foreign file. */
export function requireFormat(bytes: Uint8Array, format: FileFormat): void {
  const found = formatOf(bytes);
  if (found === format) return;
  const told = bytes.length === 0 ? 'an empty file' : `a file of format ${found?.id ?? 'unknown'}`;
  throw new WorkError(`expected a file of format ${format.id}, got ${told}`);
}
