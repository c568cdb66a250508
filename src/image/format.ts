import { WorkError } from '../base/errors.js';
import { brandsOf, startsWith } from './signature.js';

/** A format of image files. */
export interface FileFormat {
  /** Its name in code and in messages, `jpeg`. */
  readonly id: string;
  /** Its name for people, `JPEG`. */
  readonly title: string;
  /** Its usual file name extensions in lower case, without the dot; first the one to give a file. */
  readonly extensions: readonly [string, ...string[]];
  /** Whether a file is of the format, by its first bytes; where formats contain each other, the first of a table. */
  recognises(bytes: Uint8Array): boolean;
}

/** The formats that images are loaded from. */
export const imageFormats = {
  png: {
    id: 'png',
    title: 'PNG',
    extensions: ['png'],
    recognises: (bytes) => startsWith(bytes, '\x89PNG\r\n\x1a\n'),
  },
  jpeg: {
    id: 'jpeg',
    title: 'JPEG',
    extensions: ['jpg', 'jpeg', 'jpe', 'jfif'],
    recognises: (bytes) => startsWith(bytes, '\xff\xd8\xff'),
  },
  webp: {
    id: 'webp',
    title: 'WebP',
    extensions: ['webp'],
    recognises: (bytes) => startsWith(bytes, 'RIFF') && startsWith(bytes.subarray(8), 'WEBP'),
  },
  tiff: {
    id: 'tiff',
    title: 'TIFF',
    extensions: ['tif', 'tiff'],
    // 43 in place of 42 is BigTIFF.
    recognises: (bytes) =>
      ['II*\0', 'II+\0', 'MM\0*', 'MM\0+'].some((head) => startsWith(bytes, head)),
  },
  gif: {
    id: 'gif',
    title: 'GIF',
    extensions: ['gif'],
    recognises: (bytes) => startsWith(bytes, 'GIF87a') || startsWith(bytes, 'GIF89a'),
  },
  avif: {
    id: 'avif',
    title: 'AVIF',
    // heif: a file of the family, by any codec.
    extensions: ['avif', 'avifs', 'heif'],
    // avis: a sequence.
    recognises: (bytes) => brandsOf(bytes).some((brand) => brand === 'avif' || brand === 'avis'),
  },
  pnm: {
    id: 'pnm',
    title: 'PNM',
    extensions: ['ppm', 'pgm', 'pbm', 'pnm', 'pam'],
    recognises: (bytes) => /^P[1-7][\s#]/.test(String.fromCharCode(...bytes.subarray(0, 3))),
  },
  bmp: {
    id: 'bmp',
    title: 'BMP',
    extensions: ['bmp', 'dib'],
    // Two letters are little: the length of the second header tells as well.
    recognises: (bytes) =>
      startsWith(bytes, 'BM') &&
      bytes.length > 17 &&
      [12, 16, 40, 52, 56, 64, 108, 124].includes(bytes[14]!) &&
      startsWith(bytes.subarray(15), '\0\0\0'),
  },
} as const satisfies Record<string, FileFormat>;

/** The one PNM format that holds alpha: what the codec `raw` writes. */
export const pam: FileFormat = {
  id: 'pam',
  title: 'PAM',
  extensions: ['pam'],
  recognises: (bytes) => startsWith(bytes, 'P7\n'),
};

const formats: readonly FileFormat[] = Object.values(imageFormats);

/** Every format that can be read, in the spelling of messages. */
export const formatTitles: readonly string[] = formats.map(({ title }) => title);

/** Every file name extension of an image that can be read, in lower case, without the dot. */
export const imageExtensions: readonly string[] = formats.flatMap(({ extensions }) => extensions);

/** The format that a file's first bytes tell, or null where it is none that can be read. */
export function sniffFormat(bytes: Uint8Array): FileFormat | null {
  return formats.find((format) => format.recognises(bytes)) ?? null;
}

/** The formats of a table that a file's name promises: none where its extension is of none of them. */
export function formatsOfName(name: string, table: readonly FileFormat[] = formats): FileFormat[] {
  const extension = (/[^/\\]\.([^./\\]+)$/.exec(name)?.[1] ?? '').toLowerCase();
  return table.filter(({ extensions }) => extensions.includes(extension));
}

/** @throws WorkError where the name of a file promises formats of a table, and it is of another */
export function demandPromised(
  name: string,
  format: FileFormat,
  table: readonly FileFormat[] = formats,
): void {
  const promised = formatsOfName(name, table);
  if (promised.length === 0 || promised.includes(format)) return;
  const right = name.replace(/[^.]*$/, format.extensions[0]);
  throw new WorkError(`${name} holds ${format.title} data; rename it to ${right}`, {
    code: 'broken-image',
    data: { file: name },
  });
}
