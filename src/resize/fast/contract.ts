import type { Area } from '../../image/crop.js';
import type { FilterName } from '../../image/filters.js';
import type { Size } from '../geometry.js';
import type { PictureAsk } from '../task.js';

/** What the head of a file tells a fast reader. */
export interface FastHead extends Size {
  /** EXIF orientation, 1 to 8, of the sides as they are stored. */
  readonly orientation: number;
  /** Why the reader does not take the file, or null. */
  readonly refused: string | null;
}

/** A picture in its new size: sRGB, 8 bits a sample. */
export interface SmallPicture extends Size {
  /** Grey, RGB, or RGB with alpha that is not multiplied in. */
  readonly channels: 1 | 3 | 4;
  /** Pixel after pixel, row after row; good until the next picture. */
  readonly data: Uint8Array;
}

/** What becomes of the pixels of a file, in its samples as they are stored. */
export interface FastScaling {
  /** The whole picture in its new size. */
  readonly scaled: Size;
  /** The part of it that is kept. */
  readonly window: Area;
  readonly filter: FilterName;
}

/** Decodes and resamples the files of one format in this thread, one after the other, by code of this program alone. */
export interface FastReader {
  /** Room for the bytes of a file, good until the next one. */
  input(length: number): Uint8Array;
  /** @throws WorkError where the bytes are no file of the format */
  readHead(bytes: Uint8Array): FastHead;
  /**
   * The picture upright, its orientation applied.
   * @param bytes those of the last `readHead`, of a file that it did not refuse
   * @throws WorkError for a file that is damaged in any way
   */
  resize(bytes: Uint8Array, scaling: FastScaling): SmallPicture;
  /** Takes a new memory: what a trap leaves in the old one is not to be trusted. */
  renew(): void;
}

/** Codes small pictures in one format, in this thread: a whole file. */
export type FastWriter = (
  picture: SmallPicture,
  ask: PictureAsk,
) => Uint8Array | Promise<Uint8Array>;

/** A picture that was made, its bytes good until the next one; or why the libraries are to make it. */
export type FastMade =
  | (Size & { readonly bytes: Uint8Array; readonly note: string; readonly warning: string | null })
  | FastRefusal;

/** A picture that is left to the libraries. */
export interface FastRefusal {
  /** Why so, in words. */
  readonly refused: string;
  /** Whether something is wrong with the file, and not only rare. */
  readonly isDamaged?: boolean;
  /** What is wrong with it, where that was seen: libvips passes over some of it. */
  readonly damage?: string;
}

/** Makes pictures of files of one format in another, in this thread. */
export interface FastWay {
  /** Room for the bytes of a file, good until the next one. */
  input(length: number): Uint8Array;
  /** @throws for whatever goes wrong, which the libraries then tell better */
  make(bytes: Uint8Array, ask: PictureAsk): FastMade | Promise<FastMade>;
  /** Takes a new memory: what a trap leaves in the old one is not to be trusted. */
  renew(): void;
}
