import type { Raster } from '../../image/raster.js';

/** libvips' options of jxlsave. Without `Q`, `distance` and `lossless` it is at distance 1. */
export interface JxlOptions {
  readonly effort: number;
  readonly tier: number;
  readonly lossless?: boolean;
  readonly distance?: number;
  readonly Q?: number;
}

/** What the thread that runs wasm-vips is asked to do. */
export type VipsJob =
  | {
      readonly kind: 'encode';
      readonly threads: number;
      readonly image: Raster;
      readonly options: JxlOptions;
    }
  | {
      readonly kind: 'decode';
      readonly threads: number;
      readonly bytes: Uint8Array;
      readonly maxPixels: number;
    };

/** Decoded samples, with the ICC profile that they are of, where the library tells one. */
export interface JxlSamples {
  readonly image: Raster;
  readonly profile: Uint8Array | null;
}

/** What came of it, and the state that it left the WASM instance in. */
export interface VipsReply {
  readonly bytes?: Uint8Array;
  readonly decoded?: JxlSamples;
  readonly error?: string;
  /** False after a trap or an abort: the instance is in no known state. */
  readonly intact: boolean;
  /** What was taken of the WASM memory, which never shrinks. */
  readonly memoryBytes: number;
}
