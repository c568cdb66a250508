import type { MetricFacts } from '../curves/metric-facts.js';
import type { Raster } from '../image/raster.js';

/** A figure for how far a decoded picture is from its original. */
export interface Metric extends MetricFacts {
  /** Changes whenever the value for some pair changes; stored values of another version are stale. */
  readonly version: string;
  readonly better: 'higher' | 'lower';
  /** The value of a picture with itself; Infinity is stored as null. */
  readonly perfect: number;
  /** How the value is made, in a sentence or two, with the treatment of grey, alpha and 16 bit. */
  readonly definition: string;
  /** Paper, specification or reference implementation that the values are checked against. */
  readonly source: string;
  /** Smallest width and height it is defined for. */
  readonly minSide: number;
  /** Whether swapping original and decoded picture leaves the value as it is. */
  readonly symmetric: boolean;
  /** What its error map shows, or null where the metric makes none. */
  readonly map: MapDefinition | null;
  /** True, or why it cannot be computed here and what brings it. */
  available(): Promise<true | string>;
  /**
   * Does the work that depends on the original alone, so that many decoded pictures can be scored
   * against it. Throws WorkError where the metric is not defined for such a picture.
   */
  prepare(reference: Raster): Promise<Scorer>;
}

export interface MapDefinition {
  /** What a value of the map is, in a few words. */
  readonly meaning: string;
  /** Value that is shown as white; 0 is shown as black. The same for all pictures. */
  readonly full: number;
}

/** An original that is ready to be compared; holds memory until it is closed. */
export interface Scorer {
  /**
   * Scores one decoded picture of the original's width and height; depth and channels may differ.
   * Calls must not overlap. Throws WorkError where the metric is not defined for the pair.
   */
  score(decoded: Raster, options?: ScoreOptions): Promise<Score>;
  /** Bytes that it holds, where it can tell. */
  heldBytes?(): number;
  close(): void;
}

export interface ScoreOptions {
  /** Also make the error map. */
  readonly map?: boolean;
  /** Ends what can be ended: a command, not a kernel. */
  readonly signal?: AbortSignal | undefined;
}

export interface Score {
  readonly value: number;
  /** The tile with the worst value, where the metric is made of a map. */
  readonly worstTile: Tile | null;
  /** The error map, where it was asked for and the metric makes one. */
  readonly map: ErrorMap | null;
}

/** A part of a picture with the metric's value for that part; in pixels. */
export interface Tile {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly value: number;
}

/** Error per pixel, row-major, 0 for none and larger for worse, of the picture's own size. */
export interface ErrorMap {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}
