import { WorkError } from '../base/errors.js';
import {
  demandPromised,
  type FileFormat,
  formatsOfName,
  imageFormats,
  pam,
} from '../image/format.js';
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

/** Every format that is read here, in the spelling of messages. */
export const readableTitles: readonly string[] = [
  ...new Set([...Object.values(imageFormats), ...fileFormats].map(({ title }) => title)),
];

/** Every file name extension of a picture that is read here, in lower case, without the dot. */
export const readableExtensions: readonly string[] = [
  ...new Set(fileFormats.flatMap(({ extensions }) => extensions)),
];

/** @throws WorkError where the name of a file promises another format than it is of */
export function demandName(name: string, format: FileFormat): void {
  // PAM is one of the formats of PNM, and has their names too.
  const one = format === pam && !formatsOfName(name, [pam]).length ? imageFormats.pnm : format;
  demandPromised(name, one, fileFormats);
}

/** Throws a WorkError for a file of another format: a decoder is never handed a foreign file. */
export function requireFormat(bytes: Uint8Array, format: FileFormat): void {
  const found = formatOf(bytes);
  if (found === format) return;
  const told = bytes.length === 0 ? 'an empty file' : `a file of format ${found?.id ?? 'unknown'}`;
  throw new WorkError(`expected a file of format ${format.id}, got ${told}`);
}
