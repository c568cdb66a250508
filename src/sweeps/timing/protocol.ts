import type { Stage } from '../../base/clock.js';
import type { Settings } from '../../base/params.js';
import type { CodecSource } from '../../codecs/table.js';
import type { JobError } from '../../results/record.js';

/** What the sweep and the quiet process that does the timing say to each other. */

/** What the quiet process is told at its start. */
export interface TimingSetup {
  readonly images: readonly { readonly path: string; readonly sha256: string }[];
  readonly crop: string | null;
  readonly threads: number;
  readonly maxPixels: number;
}

/** One pass over all images with one codec. */
export interface PassRequest {
  /** Names the open codec session; two configurations of equal settings have sessions of their own. */
  readonly configuration: number;
  readonly codec: CodecSource;
  readonly settings: Settings;
}

/** One encode or decode of one image, in seconds. */
export interface Sample {
  readonly total: number;
  readonly cpu: number;
  readonly stages: Readonly<Partial<Record<Stage | 'other', number>>>;
  /** What a command line measured itself; null or absent where it did not. */
  readonly reported?: number | null;
}

export interface ImageSample {
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
  readonly encode: Sample;
  readonly decode: Sample;
}

export type ToTiming = { setup: TimingSetup } | { pass: PassRequest };

/** Why a pass failed, and on which image if it was one. */
export type PassFailure = JobError & { readonly image: number | null };

/** A sample for each image, none in answer to the set-up. */
export type FromTiming = { samples: readonly ImageSample[] } | { failed: PassFailure };
