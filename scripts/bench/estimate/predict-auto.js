import { byTime } from '../../../dist/estimate/auto.js';
import { calibrate } from '../../../dist/estimate/calibration/calibrate.js';
import { constantsOf } from '../../../dist/estimate/calibration/look-up.js';
import { measureForCalibration } from '../../../dist/estimate/calibration/run.js';
import { timeBy } from '../../../dist/estimate/expected-time.js';
import { predict } from '../../../dist/estimate/predict.js';
import { openImages } from '../../../dist/sweeps/open-images.js';

/**
 * An answer of `auto`, or of an estimator that was asked for, beside the actual size; errors
 * are (predicted - actual) / actual, times shares of the processor time of the whole encode.
 * @typedef {{ codec: string, rate: number | null, megapixels: number, estimator: string,
 *   confidence: string, error: number, downscaleError: number, inside: boolean, timeShare: number }} Answer
 * @typedef {import('../../../dist/estimate/calibration/measure.js').Measurement} Measurement
 * @typedef {import('../../../dist/estimate/calibration/calibration.js').Calibration} Calibration
 */

/** The library's usual budget: an encode that takes no longer is simply done. */
const timeBudgetSeconds = 0.4;

/**
 * What was measured of the pictures of each folder.
 * @param {string[]} folders
 * @param {{ specs: readonly string[], journal: string, pictures?: number | undefined }} options
 * @returns {Promise<Measurement[][]>}
 */
export async function availableEstimates(folders, { specs, journal, pictures: most }) {
  const sets = [];
  for (const folder of folders) {
    const { images } = await openImages(folder, {});
    const pictures = images.slice(0, most);
    sets.push(await measureForCalibration({ pictures, specs, journal }));
  }
  return sets;
}

/**
 * What was measured, each beside constants that were fitted on other pictures.
 * @template T
 * @param {readonly Measurement[][]} sets
 * @param {(one: Measurement, calibration: Calibration) => T} use
 * @returns {T[]}
 */
function withOthers(sets, use) {
  const pictures = new Set((sets[0] ?? []).map(({ picture }) => picture));
  const apart = [...pictures].map((id) => (sets[0] ?? []).filter(({ picture }) => picture === id));
  const folds = sets.length > 1 ? sets : apart;
  return folds.flatMap((fold) => {
    const others = folds.filter((each) => each !== fold).flat();
    const facts = { date: '2026-01-01', command: 'npm run bench -- estimate', data: 'others' };
    const calibration = calibrate(others, facts);
    return fold.map((one) => use(one, calibration));
  });
}

/**
 * What `auto` answers for every picture by constants that were fitted on others.
 * @param {readonly Measurement[][]} sets
 */
export function predictAuto(sets) {
  return withOthers(sets, answerFor);
}

/**
 * What every estimator answers that took a sample.
 * @param {readonly Measurement[][]} sets
 * @returns {Pick<Answer, 'codec' | 'estimator' | 'error' | 'timeShare'>[]}
 */
export function predictEach(sets) {
  const each = withOthers(sets, (one, calibration) =>
    Object.keys(one.samples).map((estimator) => {
      const { predictedBytes } = predictionOf(one, estimator, calibration);
      const error = predictedBytes / one.actualBytes - 1;
      return { codec: one.of.codec, estimator, error, timeShare: shareOf(one, estimator) };
    }),
  );
  return each.flat();
}

/**
 * @param {Measurement} one
 * @param {Calibration} calibration
 * @returns {Answer}
 */
function answerFor(one, calibration) {
  const { of, pixels, actualBytes, samples, time } = one;
  const known = constantsOf(calibration, 'exact', of)?.coefficients ?? {};
  const rowFiltered = samples['bands'] !== undefined;
  const choice = byTime(
    timeBy(known, time),
    { picture: sizeOf(one), compressor: { rowFiltered } },
    timeBudgetSeconds,
  );
  const estimator = samples[choice.estimator] ? choice.estimator : 'exact';
  const found = predictionOf(one, estimator, calibration);
  const errorOf = (/** @type {number} */ bytes) => bytes / actualBytes - 1;
  const down = predictionOf(one, 'downscale', calibration);
  return {
    ...{ codec: of.codec, rate: of.rate, megapixels: pixels / 1e6, estimator },
    confidence: found.confidence,
    error: errorOf(found.predictedBytes),
    downscaleError: samples['downscale'] ? errorOf(down.predictedBytes) : Number.POSITIVE_INFINITY,
    inside: actualBytes >= found.interval.low && actualBytes <= found.interval.high,
    timeShare: shareOf(one, estimator),
  };
}

/**
 * @param {Measurement} one
 * @param {string} estimator
 * @param {Calibration} calibration
 */
function predictionOf(one, estimator, calibration) {
  /** @type {import('../../../dist/estimate/estimator.js').Sample} */
  const whole = { kind: 'whole', bytes: one.actualBytes, reason: null };
  return predict(one.samples[estimator] ?? whole, sizeOf(one), estimator, one.of, calibration);
}

/** Only the number of pixels counts. @param {Measurement} one */
function sizeOf({ pixels }) {
  return { width: pixels, height: 1 };
}

/** Estimators that read the maps of bits. */
const byMaps = ['balanced', 'sibling', 'bands'];

/**
 * Share of the whole encode's processor time.
 * @param {Measurement} one
 * @param {string} estimator
 */
function shareOf({ sampleSeconds, mapSeconds, seconds, samples }, estimator) {
  if (samples[estimator] === undefined) return 1;
  return (
    ((sampleSeconds[estimator] ?? 0) + (byMaps.includes(estimator) ? mapSeconds : 0)) / seconds
  );
}
