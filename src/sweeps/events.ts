import type { Warn } from '../base/warn.js';
import type { RdJobDone } from './rd/run.js';

/** What a sweep does, as it does it. Counts are of the stage that the event is of. */
export type SweepEvent =
  /** Files of the data set are downloaded: bytes that are here, and bytes in all. */
  | { readonly kind: 'download'; readonly done: number; readonly total: number }
  /** All is looked up and checked, and nothing measured yet. */
  | {
      readonly kind: 'plan';
      readonly dataset: string;
      readonly images: number;
      readonly configurations: number;
      /** Jobs to run and jobs that were finished before; null where it is not measured. */
      readonly rd: { readonly jobs: number; readonly finished: number } | null;
      readonly timing: { readonly configurations: number; readonly finished: number } | null;
    }
  /** A rate-distortion job is done, or has failed. */
  | ({ readonly kind: 'job'; readonly total: number } & RdJobDone)
  /** A configuration has made a pass over all images. */
  | {
      readonly kind: 'pass';
      readonly spec: string;
      /** 0 warms up and is not kept. */
      readonly pass: number;
      readonly passes: number;
      readonly done: number;
      readonly total: number;
    }
  /** An estimate is made, or has failed. */
  | {
      readonly kind: 'estimate';
      readonly done: number;
      readonly failed: number;
      readonly total: number;
    }
  /** Who works for the sweep by a queue, at what pace, and what is left, for people. */
  | { readonly kind: 'queue'; readonly status: string }
  /** The memory of a configuration is measured. */
  | {
      readonly kind: 'memory';
      readonly spec: string;
      readonly done: number;
      readonly total: number;
    };

/** Who is told of what a sweep does. */
export interface SweepListener {
  readonly onProgress?: ((event: SweepEvent) => void) | undefined;
  /** Told of what went wrong without ending the sweep; by default nobody is. */
  readonly onWarning?: Warn | undefined;
}
