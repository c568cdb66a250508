import { quantile } from '../../base/statistics.js';
import type { PartSample } from '../estimator.js';
import { correctedBits } from '../predict.js';
import type { KnownErrors } from './calibration.js';
import { leastSquares } from './least-squares.js';

/** A sample of a picture with the size that the picture has in truth. */
export interface Measured {
  readonly sample: PartSample;
  /** Bytes of the whole file. */
  readonly actualBytes: number;
  /** Pixels of the whole picture. */
  readonly pixels: number;
}

/** Coefficients with the errors that are left. */
export interface Fit {
  readonly coefficients: Readonly<Record<string, number>>;
  readonly errors: KnownErrors;
}

/** Weight of the ridge; the rows are shares of the actual bits. */
const ridge = 0.3;

/**
 * Fits the coefficients of an estimator's features, every picture counting alike: the rows are divided
 * by the actual bits. The errors are of each picture by the fit of all others.
 * @param measured three pictures at least
 */
export function fitConstants(measured: readonly Measured[]): Fit {
  const residuals = measured.map((one, i) =>
    errorOf(one, coefficientsOf(measured.filter((_, at) => at !== i))),
  );
  return { coefficients: coefficientsOf(measured), errors: errorsOf(residuals) };
}

/** Quantiles of ln(actual / predicted). */
export function errorsOf(residuals: readonly number[]): KnownErrors {
  return {
    low: quantile(residuals, 0.1),
    high: quantile(residuals, 0.9),
    p95: quantile(residuals.map(Math.abs), 0.95),
  };
}

function coefficientsOf(measured: readonly Measured[]): Record<string, number> {
  const names = [...new Set(measured.flatMap(({ sample }) => Object.keys(sample.features)))];
  if (names.length === 0) return {};
  const rows = measured.map((one) =>
    names.map((name) => (one.sample.features[name] ?? 0) / actualBits(one)),
  );
  const targets = measured.map((one) => one.sample.bits / actualBits(one) - 1);
  const found = leastSquares(rows, targets, ridge);
  return Object.fromEntries(names.map((name, i) => [name, found[i]!]));
}

/** ln(actual / predicted) of a picture. */
export function errorOf(one: Measured, coefficients: Readonly<Record<string, number>>): number {
  const { sample, pixels, actualBytes } = one;
  const bytes = sample.overhead + (correctedBits(sample, coefficients) * pixels) / 8;
  return Math.log(actualBytes / bytes);
}

/** Bits per pixel of the whole, without what the file costs by itself. */
function actualBits({ sample, actualBytes, pixels }: Measured): number {
  return (8 * Math.max(1, actualBytes - sample.overhead)) / pixels;
}
