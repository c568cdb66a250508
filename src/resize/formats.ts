import path from 'node:path';
import { jxlFormat } from '../codecs/jxl/format.js';
import { type FileFormat, formatsOfName, imageFormats } from '../image/format.js';

/** A format that pictures are written in. */
interface OutputFormat {
  readonly format: FileFormat;
  /** The quality where none is asked for; null of formats that have none. */
  readonly quality: number | null;
  /** The largest side that it stores. */
  readonly side: number;
  /** Whether its files keep metadata and colour profiles here. */
  readonly keeps: boolean;
  /** Whether all frames of an animation are kept. */
  readonly animated: boolean;
}

const table = {
  jpeg: { format: imageFormats.jpeg, quality: 85, side: 65_500, keeps: true, animated: false },
  png: { format: imageFormats.png, quality: null, side: 65_535, keeps: true, animated: false },
  webp: { format: imageFormats.webp, quality: 80, side: 16_383, keeps: true, animated: true },
  avif: { format: imageFormats.avif, quality: 60, side: 16_384, keeps: true, animated: false },
  jxl: { format: jxlFormat, quality: 80, side: 65_535, keeps: false, animated: false },
  tiff: { format: imageFormats.tiff, quality: null, side: 65_535, keeps: true, animated: false },
  gif: { format: imageFormats.gif, quality: null, side: 65_535, keeps: false, animated: true },
} as const satisfies Record<string, OutputFormat>;

export type OutputId = keyof typeof table;

export const outputFormats: Readonly<Record<OutputId, OutputFormat>> = table;

export const outputIds = Object.keys(table) as OutputId[];

/** What a file is written as that is to keep its format: BMP and all others that are not written as PNG. */
export function sameFormat(file: string): OutputId {
  const extension = path.extname(file).slice(1).toLowerCase();
  const own = outputIds.find((id) =>
    table[id].format.extensions.some((each) => each === extension),
  );
  if (own !== undefined) return own;
  return formatsOfName(file)[0] === imageFormats.avif ? 'avif' : 'png';
}

/** Whether a file's name is one of the format. */
export function isNamed(file: string, { extensions }: FileFormat): boolean {
  return extensions.includes(path.extname(file).slice(1).toLowerCase());
}
