import type { Settings } from '../base/params.js';
import type { Calibration } from '../results/testbed.js';
import type { RdOutcome } from '../sweeps/rd/task.js';
import type { ImageSample } from '../sweeps/timing/protocol.js';

// What the page and its worker say to each other.

/** A codec with its settings, as the job names it. */
export interface Asked {
  readonly codec: string;
  readonly settings: Settings;
  readonly maxPixels: number;
}

/** A question to the worker, and what it answers. */
export interface Questions {
  /** What the clock is like here. */
  hello: { readonly ask: object; readonly answer: Clockwork };
  /** A picture to keep, as a PAM file. */
  picture: {
    readonly ask: { readonly sha256: string; readonly pam: Uint8Array };
    readonly answer: null;
  };
  /** One job of rate and distortion. */
  rd: {
    readonly ask: Asked & { readonly sha256: string; readonly metrics: readonly string[] };
    readonly answer: RdOutcome;
  };
  /** One pass over pictures: each is encoded and decoded once. `name` tells apart what is open. */
  pass: {
    readonly ask: Asked & { readonly name: number; readonly sha256s: readonly string[] };
    readonly answer: readonly ImageSample[];
  };
  calibrate: { readonly ask: object; readonly answer: Calibration };
}

export type Question = {
  [K in keyof Questions]: { readonly kind: K } & Questions[K]['ask'];
}[keyof Questions];

export type Answer = { readonly answer: unknown } | { readonly failed: string };

/** The clock of a page. */
export interface Clockwork {
  /** The smallest step that it was seen to make. */
  readonly resolutionSeconds: number;
  /** Whether the page is cross-origin isolated, which clocks are finer for. */
  readonly isIsolated: boolean;
}
