import { groupBy } from '../../base/group-by.js';
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
  /** Name of the set that it is of: pictures of one set are alike. */
  readonly set: string;
  /** The picture: of one there may be several samples. */
  readonly picture: string;
}

/** Coefficients with the errors that are left. */
export interface Fit {
  readonly coefficients: Readonly<Record<string, number>>;
  /**
   * ln(actual / predicted) of each picture over the spread of its sample, by the fit of the pictures of
   * other sets, since those of one set are alike; of all other pictures where too few would be left.
   */
  readonly residuals: readonly number[];
}

/** Weight of the ridge; the rows are shares of the actual bits. */
const ridge = 0.3;

/**
 * Fits the coefficients of an estimator's features, every picture counting alike: the rows are divided
 * by the actual bits. No residual is of a picture that its fit has seen.
 * @param measured three pictures at least
 */
export function fitConstants(measured: readonly Measured[]): Fit {
  const bySet = foldsBy(measured, ({ set }) => set);
  // Where one set is nearly all there is, nothing is left to fit on.
  const isApart = bySet.every(({ others }) => countPictures(others) >= fewestOthers);
  const folds = isApart ? bySet : foldsBy(measured, ({ picture }) => picture);
  const residuals = folds.flatMap(({ own, others }) => {
    const coefficients = coefficientsOf(others);
    return own.map((one) => residualOf(one, coefficients));
  });
  return { coefficients: coefficientsOf(measured), residuals };
}

/** Parts of the samples, each with all that are not of it. */
function foldsBy(measured: readonly Measured[], keyOf: (one: Measured) => string) {
  return [...groupBy(measured, keyOf)].map(([key, own]) => ({
    own,
    others: measured.filter((one) => keyOf(one) !== key),
  }));
}

/** A fit of fewer pictures says nothing of one of more. */
const fewestOthers = 5;

/** How many pictures these are samples of. */
export function countPictures(measured: readonly Pick<Measured, 'picture'>[]): number {
  return new Set(measured.map(({ picture }) => picture)).size;
}

function residualOf(one: Measured, coefficients: Readonly<Record<string, number>>): number {
  return errorOf(one, coefficients) / (one.sample.spread ?? 1);
}

/** Errors of which the interval and the confidence are made. */
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
  const scale = measured.every(({ sample }) => sample.bits === 0)
    ? medianScale(measured, names, found)
    : 1;
  return Object.fromEntries(names.map((name, i) => [name, scale * found[i]!]));
}

/**
 * What predictions are multiplied by so that half of them are too small, where they are made of constants
 * alone: the least squares of shares leans to predictions that are too small, the more the wider they err.
 */
function medianScale(
  measured: readonly Measured[],
  names: readonly string[],
  found: readonly number[],
): number {
  const coefficients = Object.fromEntries(names.map((name, i) => [name, found[i]!]));
  const errors = measured.map((one) => errorOf(one, coefficients)).filter(Number.isFinite);
  return errors.length === 0 ? 1 : Math.exp(quantile(errors, 0.5));
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
