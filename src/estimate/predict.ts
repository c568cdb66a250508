import type { Confidence } from '../base/confidence.js';
import type { Calibration, KnownErrors } from './calibration/calibration.js';
import { constantsOf } from './calibration/look-up.js';
import type { CompressorIdentity } from './compressor.js';
import type { Sample } from './estimator.js';

/** Level of the intervals: so often the actual size lies inside. */
export const intervalLevel = 0.8;

/**
 * Largest error of 95 % of the answers, as a share, for each confidence: by the errors that its kind is
 * known to make, never by the way it came.
 */
const largestErrors: readonly (readonly [Confidence, number])[] = [
  ['high', 0.05],
  ['medium', 0.15],
];

/** Bytes of a whole file, as an estimator predicts them. */
export interface Prediction {
  readonly predictedBytes: number;
  readonly interval: { readonly low: number; readonly high: number; readonly level: number };
  readonly confidence: Confidence;
  /** What stands against the figure, or null. */
  readonly reason: string | null;
}

/** Of an answer of which nothing was measured: anything from a third to three times as much. */
const unknownErrors: KnownErrors = { low: -Math.log(3), high: Math.log(3), p95: Math.log(3) };

/**
 * Makes a prediction of a sample: takes off what its features cost by the calibration, multiplies by
 * the pixels, and gives the interval of the errors that were measured.
 */
export function predict(
  sample: Sample,
  { width, height }: { readonly width: number; readonly height: number },
  estimator: string,
  identity: CompressorIdentity,
  calibration: Calibration,
): Prediction {
  if (sample.kind === 'whole') {
    const { bytes, reason } = sample;
    const interval = { low: bytes, high: bytes, level: intervalLevel };
    return { predictedBytes: bytes, interval, confidence: 'high', reason };
  }
  const constants = constantsOf(calibration, estimator, identity);
  const bits = correctedBits(sample, constants?.coefficients ?? {});
  const bytes = sample.overhead + (bits * width * height) / 8;
  const { doubt } = sample;
  const errors = (doubt === undefined && constants?.errors) || unknownErrors;
  const remark =
    constants === null ? `the calibration has nothing of ${estimator}` : constants.remark;
  return {
    predictedBytes: Math.round(bytes),
    interval: {
      low: Math.round(bytes * Math.exp(errors.low)),
      high: Math.round(bytes * Math.exp(errors.high)),
      level: intervalLevel,
    },
    confidence: largestErrors.find(([, most]) => Math.expm1(errors.p95) <= most)?.[0] ?? 'low',
    reason: doubt ?? remark,
  };
}

/** Least share of the sample's bits that is left: no correction makes a picture weigh nothing. */
const leastShare = 0.1;

/** Bits per pixel of a sample less what its features cost. */
export function correctedBits(
  { bits, features }: { bits: number; features: Readonly<Record<string, number>> },
  coefficients: Readonly<Record<string, number>>,
): number {
  let corrected = bits;
  for (const [name, feature] of Object.entries(features)) {
    corrected -= (coefficients[name] ?? 0) * feature;
  }
  return Math.max(corrected, leastShare * bits);
}
