// What the presets are: one table for optimising, estimating and serving.

export const presetNames = ['high', 'medium', 'low'] as const;

/** How hard a picture is compressed: high saves most. */
export type PresetName = (typeof presetNames)[number];

/** What distances are measured by. */
export const distanceNorms = ['3-norm', 'max-norm'] as const;
export type DistanceNorm = (typeof distanceNorms)[number];

export interface Preset {
  /** On libjpeg's scale, 1 to 100; each codec's own knob is made of it. */
  readonly quality: number;
  /** Whether colours of PNG and GIF may be reduced to a palette. */
  readonly lossyPng: boolean;
  /**
   * Perceptual distance that `auto` aims at, by norm: butteraugli's 3-norm as a JPEG file of the quality
   * has it on Kodak, and the numbers of Pare's plan for its max norm, the middle of each range.
   */
  readonly distance: Readonly<Record<DistanceNorm, number>>;
}

export const presets: Readonly<Record<PresetName, Preset>> = {
  high: { quality: 40, lossyPng: true, distance: { '3-norm': 1.9, 'max-norm': 3.5 } },
  medium: { quality: 60, lossyPng: true, distance: { '3-norm': 1.5, 'max-norm': 1.75 } },
  low: { quality: 80, lossyPng: false, distance: { '3-norm': 1, 'max-norm': 0.75 } },
};

export const defaultPreset: PresetName = 'medium';

/** The metric of each norm. */
export const normMetrics: Readonly<Record<DistanceNorm, string>> = {
  '3-norm': 'butteraugli-p3',
  'max-norm': 'butteraugli',
};

/** Whether the quality of a preset is used, or its distance is measured and aimed at. */
export const optimizeModes = ['fixed', 'auto'] as const;
export type OptimizeMode = (typeof optimizeModes)[number];

/** Seconds that the work on one picture may take unless told. */
export const defaultTimeLimitSeconds = 300;
