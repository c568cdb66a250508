import { groupBy } from '../../base/group-by.js';
import { fastPrefix, mapPrefix, quarterPrefix } from '../expected-time.js';
import { type Calibration, type CalibrationEntry, calibrationVersion } from './calibration.js';
import { countPictures, errorOf, errorsOf, fitConstants, type Measured } from './fit.js';
import { leastSquares } from './least-squares.js';
import type { Measurement } from './measure.js';

/** What is written into the file beside the constants. */
export interface CalibrationFacts {
  /** Day of the fit: 2026-11-30. */
  readonly date: string;
  readonly command: string;
  /** Names of the data sets. */
  readonly data: string;
}

/** Fewer pictures fit nothing. */
const fewestPictures = 5;

/**
 * Fits the constants of every estimator for every compressor that was measured, their errors on pictures
 * of other sets, and pooled errors for compressors that were not. Rounded to 6 digits.
 */
export function calibrate(
  measurements: readonly Measurement[],
  { date, command, data }: CalibrationFacts,
): Calibration {
  const entries: CalibrationEntry[] = [];
  const pooled = new Map<string, number[]>();
  for (const family of groupBy(measurements, familyOf).values()) {
    const rates = [...groupBy(family, ({ of }) => of.rate).values()].filter(
      (group) => group.length >= fewestPictures,
    );
    for (const group of rates) {
      const { sibling: _, ...of } = group[0]!.of;
      const facts = { ...factsOf(group), data };
      entries.push({ estimator: 'exact', of, ...timeConstants(group), ...facts });
    }
    for (const estimator of new Set(rates.flatMap(estimatorsOf))) {
      const fits = rates.flatMap(bySize).flatMap((group) => {
        const measured = measuredBy(group, estimator);
        return countPictures(measured) < fewestPictures
          ? []
          : [{ group, measured, ...fitConstants(measured) }];
      });
      const all = fits.flatMap(({ residuals }) => residuals);
      for (const { group, measured, coefficients, residuals } of fits) {
        const { sibling, ...of } = group[0]!.of;
        const along = estimator === 'sibling' && sibling ? { ...of, sibling } : of;
        // Residuals over their spread are alike at all rates, and more tell more.
        const isSpread = measured.every(({ sample }) => sample.spread !== undefined);
        const errors = errorsOf(isSpread ? all : residuals);
        const facts = { ...factsOf(group), pictures: countPictures(measured), data };
        entries.push({ estimator, of: along, ...rounded({ coefficients, errors }), ...facts });
        const plain = measured.map((one) => errorOf(one, {}) / (one.sample.spread ?? 1));
        pooled.set(estimator, [...(pooled.get(estimator) ?? []), ...plain]);
      }
    }
  }
  for (const [estimator, residuals] of pooled) {
    // One that predicts nothing without constants has no errors without them.
    if (!residuals.every(Number.isFinite)) continue;
    const facts = { ...factsOf(measurements), data };
    const { errors } = rounded({ coefficients: {}, errors: errorsOf(residuals) });
    entries.push({ estimator, of: null, coefficients: {}, errors, ...facts });
  }
  return { schema: calibrationVersion, date, command, entries };
}

/** What a curve of constants is of: a compressor without its rate. */
function familyOf({ of: { rate: _, ...of } }: Measurement): string {
  return JSON.stringify(of);
}

/** Megapixels below which pictures are small: they hold more bits a pixel, and have no room for tiles. */
const smallMegapixels = 1.5;

/** Small and large pictures, each with constants of their own where there are enough of both. */
function bySize(group: readonly Measurement[]): (readonly Measurement[])[] {
  const parts = [...groupBy(group, ({ pixels }) => pixels < 1e6 * smallMegapixels).values()];
  const isEach = parts.every(
    (part) => new Set(part.map(({ picture }) => picture)).size >= fewestPictures,
  );
  return isEach ? parts : [group];
}

/** How many pictures these are of, and how large. */
function factsOf(group: readonly Measurement[]): Pick<CalibrationEntry, 'pictures' | 'megapixels'> {
  const sizes = group.map(({ pixels }) => pixels / 1e6);
  const megapixels = { least: Math.min(...sizes), most: Math.max(...sizes) };
  return { pictures: new Set(group.map(({ picture }) => picture)).size, megapixels };
}

function estimatorsOf(group: readonly Measurement[]): string[] {
  return [...new Set(group.flatMap(({ samples }) => Object.keys(samples)))];
}

function measuredBy(group: readonly Measurement[], estimator: string): Measured[] {
  return group.flatMap(({ samples, otherDraws, actualBytes, pixels, set, picture }) => {
    const sample = samples[estimator];
    const all = [...(sample ? [sample] : []), ...(otherDraws?.[estimator] ?? [])];
    return all.map((one) => ({ sample: one, actualBytes, pixels, set, picture }));
  });
}

/** Seconds of an encode by what they are linear in; those of the fast setting and the quarter have a prefix. */
function timeConstants(
  group: readonly Measurement[],
): Pick<CalibrationEntry, 'coefficients' | 'errors'> {
  const names = Object.keys(group[0]!.time);
  const fit = (seconds: readonly (readonly [Measurement, number])[], prefix: string) => {
    // Every picture counts alike, as with sizes.
    const rows = seconds.map(([{ time }, s]) => names.map((name) => time[name]! / s));
    const found = leastSquares(
      rows,
      seconds.map(() => 1),
      0.01,
    );
    return names.map((name, i) => [prefix + name, Math.max(0, found[i]!)] as const);
  };
  const own = group.map((one) => [one, one.seconds] as const);
  // Where all have one.
  const fitWhole = (secondsOf: (one: Measurement) => number | null | undefined, prefix: string) => {
    const known = group.flatMap((one) => {
      const seconds = secondsOf(one);
      return seconds === null || seconds === undefined ? [] : [[one, seconds] as const];
    });
    return known.length === group.length ? fit(known, prefix) : [];
  };
  const coefficients = Object.fromEntries([
    ...fit(own, ''),
    ...fitWhole(({ fastSeconds }) => fastSeconds, fastPrefix),
    ...fitWhole(({ quarterSeconds }) => quarterSeconds, quarterPrefix),
    ...fit(
      group.map((one) => [one, one.mapSeconds] as const),
      mapPrefix,
    ),
  ]);
  return rounded({ coefficients, errors: { low: 0, high: 0, p95: 0 } });
}

function rounded<T extends Pick<CalibrationEntry, 'coefficients' | 'errors'>>({
  coefficients,
  errors,
}: T): Pick<CalibrationEntry, 'coefficients' | 'errors'> {
  const round = (value: number): number => Number(value.toPrecision(6));
  const { low, high, p95 } = errors;
  return {
    coefficients: Object.fromEntries(
      Object.entries(coefficients).map(([name, value]) => [name, round(value)]),
    ),
    errors: { low: round(low), high: round(high), p95: round(p95) },
  };
}
