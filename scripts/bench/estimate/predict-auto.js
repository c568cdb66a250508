import { byTime } from '../../../dist/estimate/auto.js';
import { calibrate } from '../../../dist/estimate/calibration/calibrate.js';
import { constantsOf } from '../../../dist/estimate/calibration/look-up.js';
import { measureForCalibration } from '../../../dist/estimate/calibration/run.js';
import { timeBy } from '../../../dist/estimate/expected-time.js';
import { predict } from '../../../dist/estimate/predict.js';
import { openImages } from '../../../dist/sweeps/open-images.js';

/**
 * An answer of `auto` beside the actual size; errors are (predicted - actual) / actual, times shares of
 * the processor time of the whole encode.
 * @typedef {{ codec: string, rate: number | null, megapixels: number, estimator: string,
 *   confidence: string, error: number, downscaleError: number, inside: boolean, timeShare: number }} Answer
 * @typedef {import('../../../dist/estimate/calibration/measure.js').Measurement} Measurement
 */

/** The library's usual budget: an encode that takes no longer is simply done. */
const timeBudgetSeconds = 0.4;

/**
 * What was measured of the pictures of each folder.
 * @param {string[]} folders
 * @param {string[]} specs
 * @param {string} journal
 * @returns {Promise<Measurement[][]>}
 */
export async function availableEstimates(folders, specs, journal) {
  const sets = [];
  for (const folder of folders) {
    const { images: pictures } = await openImages(folder, {});
    sets.push(await measureForCalibration({ pictures, specs, journal }));
  }
  return sets;
}

/**
 * Answers for every picture by constants that were fitted on others.
 * @param {readonly Measurement[][]} sets
 * @returns {Answer[]}
 */
export function predictAuto(sets) {
  const pictures = new Set((sets[0] ?? []).map(({ picture }) => picture));
  const apart = [...pictures].map((id) => (sets[0] ?? []).filter(({ picture }) => picture === id));
  const folds = sets.length > 1 ? sets : apart;
  return folds.flatMap((fold) => {
    const others = folds.filter((each) => each !== fold).flat();
    const facts = { date: '2026-01-01', command: 'npm run bench -- estimate', data: 'others' };
    const calibration = calibrate(others, facts);
    return fold.map((one) => answerFor(one, calibration));
  });
}

/**
 * @param {Measurement} one
 * @param {import('../../../dist/estimate/calibration/calibration.js').Calibration} calibration
 * @returns {Answer}
 */
function answerFor(one, calibration) {
  const { of, pixels, actualBytes, samples, sampleSeconds, mapSeconds, seconds, time } = one;
  // Only the number of pixels counts.
  const size = { width: pixels, height: 1 };
  const known = constantsOf(calibration, 'exact', of)?.coefficients ?? {};
  const rowFiltered = samples['bands'] !== undefined;
  const choice = byTime(
    timeBy(known, time),
    { picture: size, compressor: { rowFiltered } },
    timeBudgetSeconds,
  );
  const sample = samples[choice.estimator];
  const estimator = sample === undefined ? 'exact' : choice.estimator;
  /** @type {import('../../../dist/estimate/estimator.js').Sample} */
  const whole = { kind: 'whole', bytes: actualBytes, reason: null };
  const found = predict(sample ?? whole, size, estimator, of, calibration);
  const errorOf = (/** @type {number} */ bytes) => bytes / actualBytes - 1;
  const down = samples['downscale'];
  const byDownscale = down ? predict(down, size, 'downscale', of, calibration).predictedBytes : 0;
  return {
    ...{ codec: of.codec, rate: of.rate, megapixels: pixels / 1e6, estimator },
    confidence: found.confidence,
    error: errorOf(found.predictedBytes),
    downscaleError: down ? errorOf(byDownscale) : Number.POSITIVE_INFINITY,
    inside: actualBytes >= found.interval.low && actualBytes <= found.interval.high,
    timeShare: sample ? ((sampleSeconds[estimator] ?? 0) + mapSeconds) / seconds : 1,
  };
}
