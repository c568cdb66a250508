import type { Raster } from '../image/raster.js';
import type { Compressor } from './compressor.js';
import type { Picture } from './picture.js';

/** What is asked: what a picture would weigh, compressed in one way. */
export interface Question {
  readonly picture: Picture;
  readonly compressor: Compressor;
  /** Whole number from 0; the same seed gives the same sample and the same answer. */
  readonly seed: number;
  /** Width in pixels of the sample of `downscale`. */
  readonly sampleWidth: number;
  /** A small version of the picture, where the caller has one. */
  readonly thumbnail?: Raster | undefined;
}

/** What an estimator finds out, before constants are applied. */
export type Sample =
  /** The whole picture was compressed. */
  { readonly kind: 'whole'; readonly bytes: number; readonly reason: string | null } | PartSample;

export interface PartSample {
  readonly kind: 'part';
  /** Bits per pixel as they stand, without what the file costs by itself. */
  readonly bits: number;
  /** Bytes that the file costs by itself: containers, headers, tables. */
  readonly overhead: number;
  /**
   * What the bits are too high by, each in bits per pixel and to be multiplied by its coefficient of
   * the calibration. Those that have none count nothing.
   */
  readonly features: Readonly<Record<string, number>>;
  /**
   * How far its errors spread beside those of other samples of the same estimator; 1 if not given. The
   * errors of the calibration are those of a spread of 1.
   */
  readonly spread?: number;
  /**
   * How far parts of the picture differ, beside those of a usual photograph; 1 if not given. Samples of
   * uneven pictures err more than their bytes tell, which decides whether the next step is asked.
   */
  readonly unevenness?: number;
  /** Why the figure is not to be relied on, whatever errors were measured of others. */
  readonly doubt?: string;
}

/** A way to know a size without a whole encode: a plain value in a file of its own. */
export interface Estimator {
  readonly id: string;
  readonly title: string;
  /** What it does, in a few words, for help and docs. */
  readonly meaning: string;
  /** Whether it tells the whole from parts at full resolution, which do not show what repeats. */
  readonly ofParts?: boolean;
  /** Null where it can answer, else what it lacks: a larger picture, a fact of the codec. */
  refuses(question: Question): string | null;
  /** @throws what decoding and the compressor throw */
  sample(question: Question): Promise<Sample>;
}
