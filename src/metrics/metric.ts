import type { Raster } from '../image/raster.js';

/** A figure for how far a decoded picture is from its original. */
export interface Metric {
  readonly id: string;
  /** Changes whenever the value for some pair changes; stored values of another version are stale. */
  readonly version: string;
  readonly title: string;
  /** `dB` or empty where the value has no unit. */
  readonly unit: string;
  readonly better: 'higher' | 'lower';
  /** The value of a picture with itself; Infinity is stored as null. */
  readonly perfect: number;
  /** How the value is made, in a sentence or two, with its source. */
  readonly definition: string;
  /** Smallest width and height it is defined for. */
  readonly minSide: number;
  available(): Promise<true | string>;
  /**
   * Scores a decoded picture against its original, both of one width and height. Depth and channels
   * may differ. Throws where the metric is not defined for the pair.
   */
  score(reference: Raster, decoded: Raster): Promise<number>;
}
