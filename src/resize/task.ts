import type { Ground } from '../image/canvas.js';
import type { FilterName } from '../image/filters.js';
import type { OutputId } from './formats.js';
import type { SizeAsk } from './geometry.js';

/** What becomes of colour profiles: kept where the output holds one, or turned into sRGB. */
export const profileFates = ['keep', 'srgb'] as const;
export type ProfileFate = (typeof profileFates)[number];

/** What becomes of EXIF and XMP. */
export const metadataFates = ['drop', 'keep'] as const;
export type MetadataFate = (typeof metadataFates)[number];

/** All that is asked for one picture, checked, without defaults left open. */
export interface PictureAsk {
  readonly size: SizeAsk;
  readonly filter: FilterName;
  readonly linear: boolean;
  readonly ground: Ground;
  /** What is written; the input's own format where null. */
  readonly format: OutputId | null;
  /** A codec of the registry with its settings, in place of a format. */
  readonly codec: string | null;
  /** The format's own where null. */
  readonly quality: number | null;
  readonly icc: ProfileFate;
  readonly metadata: MetadataFate;
  readonly lenient: boolean;
  readonly maxPixels: number;
  readonly maxPixelsPerByte: number | undefined;
}

/** One question to a process that resizes. */
export interface ResizeTask {
  /** Path or bytes of a file. */
  readonly source: string | Uint8Array;
  readonly name: string;
  /** The file that is written; the answer holds the bytes where null. */
  readonly output: string | null;
  readonly ask: PictureAsk;
  /** What the fast path found wrong with it. */
  readonly damage?: string | undefined;
}
