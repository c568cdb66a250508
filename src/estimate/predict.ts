import type { Confidence } from '../base/confidence.js';
import type { Calibration, KnownErrors } from './calibration/calibration.js';
import { type Constants, constantsOf } from './calibration/look-up.js';
import type { CompressorIdentity } from './compressor.js';
import type { PartSample, Sample } from './estimator.js';

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

/** The errors of a sample: as far as its own spread. */
function spreadErrors({ low, high, p95 }: KnownErrors, spread: number): KnownErrors {
  return { low: low * spread, high: high * spread, p95: p95 * spread };
}

/**
 * Largest error, as a share, of 95 % of the answers that are made of such samples, as many times larger as
 * the picture is more uneven than usual: what `auto` goes on from to the next estimator by.
 */
export function largestError(
  sample: Sample,
  size: { readonly width: number; readonly height: number },
  estimator: string,
  identity: CompressorIdentity,
  calibration: Calibration,
): number {
  if (sample.kind === 'whole') return 0;
  const constants = constantsOf(calibration, estimator, identity, size.width * size.height);
  return Math.expm1(errorsOf(sample, size, constants).p95 * (sample.unevenness ?? 1));
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
  const constants = constantsOf(calibration, estimator, identity, width * height);
  const bits = correctedBits(sample, constants?.coefficients ?? {});
  const bytes = sample.overhead + (bits * width * height) / 8;
  const errors = errorsOf(sample, { width, height }, constants);
  const remark =
    constants === null ? `the calibration has nothing of ${estimator}` : constants.remark;
  const doubt = sample.doubt ?? beyond({ width, height }, constants);
  return {
    predictedBytes: Math.round(bytes),
    // Where all errors that were measured are on one side, it reaches to the prediction.
    interval: {
      low: Math.round(bytes * Math.exp(Math.min(0, errors.low))),
      high: Math.round(bytes * Math.exp(Math.max(0, errors.high))),
      level: intervalLevel,
    },
    confidence: largestErrors.find(([, most]) => Math.expm1(errors.p95) <= most)?.[0] ?? 'low',
    reason: doubt ?? remark,
  };
}

/** What is doubted errs by no less than what was measured. */
function widerErrors(a: KnownErrors, b: KnownErrors): KnownErrors {
  return {
    low: Math.min(a.low, b.low),
    high: Math.max(a.high, b.high),
    p95: Math.max(a.p95, b.p95),
  };
}

function errorsOf(
  { doubt, spread }: PartSample,
  size: { readonly width: number; readonly height: number },
  constants: Constants | null,
): KnownErrors {
  if (constants === null) return unknownErrors;
  const isKnown = doubt === undefined && beyond(size, constants) === null;
  if (!isKnown) return widerErrors(unknownErrors, constants.errors);
  // What is left out of constants of others does not shrink with a larger sample.
  const least = constants.ownEngine ? 0 : 1;
  return spreadErrors(constants.errors, Math.max(least, spread ?? 1));
}

/** Pictures by so much smaller or larger than those of the calibration are still like them. */
const likeSize = { smaller: 0.75, larger: 4 } as const;

/** Why errors that were measured tell nothing of a picture of this size, or null where they do. */
function beyond(
  { width, height }: { readonly width: number; readonly height: number },
  constants: Constants | null,
): string | null {
  if (constants === null) return null;
  const { least, most } = constants.megapixels;
  const own = (width * height) / 1e6;
  if (own >= likeSize.smaller * least && own <= likeSize.larger * most) return null;
  const measured = `${least.toFixed(1)} to ${most.toFixed(1)}`;
  return `its errors were measured of pictures of ${measured} megapixels only, and this has ${own.toFixed(1)}`;
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
