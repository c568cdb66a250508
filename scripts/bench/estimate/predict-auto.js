import { byTime } from '../../../dist/estimate/auto.js';
import { calibrate } from '../../../dist/estimate/calibration/calibrate.js';
import { constantsOf } from '../../../dist/estimate/calibration/look-up.js';
import { measureForCalibration } from '../../../dist/estimate/calibration/run.js';
import { timeBy } from '../../../dist/estimate/expected-time.js';
import { climb } from '../../../dist/estimate/ladder.js';
import { largestError, predict } from '../../../dist/estimate/predict.js';
import { openImages } from '../../../dist/sweeps/open-images.js';

/**
 * An answer of `auto`, or of an estimator that was asked for, beside the actual size; errors
 * are (predicted - actual) / actual, times shares of the processor time of the whole encode.
 * @typedef {{ codec: string, rate: number | null, megapixels: number, estimator: string,
 *   confidence: string, error: number, downscaleError: number, inside: boolean, timeShare: number,
 *   sampled: import('./ask.js').Told | null }} Answer
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
    const { id, images } = await openImages(folder, {});
    const pictures = images.slice(0, most).map((image) => ({ ...image, set: id }));
    const onProgress = (/** @type {number} */ done, /** @type {number} */ total) =>
      console.error(`${id}: ${done} of ${total}`);
    sets.push(await measureForCalibration({ pictures, specs, journal, onProgress }));
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
 * @returns {Promise<Answer[]>}
 */
export function predictAuto(sets) {
  return Promise.all(withOthers(sets, answerFor));
}

/**
 * What every estimator answers that took a sample.
 * @param {readonly Measurement[][]} sets
 * @returns {Pick<Answer, 'codec' | 'estimator' | 'error' | 'timeShare'>[]}
 */
export function predictEach(sets) {
  const each = withOthers(sets, (one, calibration) =>
    Object.keys(one.samples).map((estimator) => {
      const { predictedBytes } = predict(...questionOf(one, estimator, calibration));
      const error = predictedBytes / one.actualBytes - 1;
      return { codec: one.of.codec, estimator, error, timeShare: shareOf(one, estimator) };
    }),
  );
  return each.flat();
}

/**
 * @param {Measurement} one
 * @param {Calibration} calibration
 * @returns {Promise<Answer>}
 */
async function answerFor(one, calibration) {
  const { of, pixels, actualBytes, samples, time } = one;
  const known = constantsOf(calibration, 'exact', of)?.coefficients ?? {};
  const rowFiltered = samples['bands'] !== undefined;
  const { ladder } = byTime(
    timeBy(known, time),
    { picture: sizeOf(one), compressor: { rowFiltered } },
    timeBudgetSeconds,
  );
  const sampler = rowFiltered ? 'bands' : 'balanced';
  /** @type {string[]} */
  const asked = [];
  const estimator = await climb(
    ladder,
    (step) => {
      const id = samples[step] ? step : 'exact';
      asked.push(id);
      return id;
    },
    (id, step) => {
      const [sample, size, , of, known] = questionOf(one, id, calibration);
      return largestError(sample, size, step ?? id, of, known);
    },
  );
  const found = predict(...questionOf(one, estimator, calibration));
  const errorOf = (/** @type {number} */ bytes) => bytes / actualBytes - 1;
  const down = predict(...questionOf(one, 'downscale', calibration));
  return {
    ...{ codec: of.codec, rate: of.rate, megapixels: pixels / 1e6, estimator },
    confidence: found.confidence,
    error: errorOf(found.predictedBytes),
    downscaleError: samples['downscale'] ? errorOf(down.predictedBytes) : Number.POSITIVE_INFINITY,
    inside: actualBytes >= found.interval.low && actualBytes <= found.interval.high,
    timeShare: shareOfAll(one, asked),
    sampled: samples[sampler] ? { estimator: sampler, ...toldBy(one, sampler, calibration) } : null,
  };
}

/**
 * @param {Measurement} one
 * @param {string} estimator
 * @param {Calibration} calibration
 */
function toldBy(one, estimator, calibration) {
  const { predictedBytes, confidence } = predict(...questionOf(one, estimator, calibration));
  return { confidence, error: predictedBytes / one.actualBytes - 1 };
}

/**
 * What `predict` is asked.
 * @param {Measurement} one
 * @param {string} estimator
 * @param {Calibration} calibration
 * @returns {Parameters<typeof predict>}
 */
function questionOf(one, estimator, calibration) {
  /** @type {import('../../../dist/estimate/estimator.js').Sample} */
  const whole = { kind: 'whole', bytes: one.actualBytes, reason: null };
  return [one.samples[estimator] ?? whole, sizeOf(one), estimator, one.of, calibration];
}

/** Only the number of pixels counts. @param {Measurement} one */
function sizeOf({ pixels }) {
  return { width: pixels, height: 1 };
}

/** Estimators that read the maps of bits. */
const byMaps = ['balanced', 'sibling', 'bands'];

/**
 * Share of the whole encode's processor time of one estimator alone.
 * @param {Measurement} one
 * @param {string} estimator
 */
function shareOf({ sampleSeconds, mapSeconds, seconds, samples }, estimator) {
  if (samples[estimator] === undefined) return 1;
  return (
    ((sampleSeconds[estimator] ?? 0) + (byMaps.includes(estimator) ? mapSeconds : 0)) / seconds
  );
}

/**
 * Share of all that `auto` asked. A fast setting goes on with the tiles that are there; maps and the search
 * for repeated blocks come before the first sample.
 * @param {Measurement} one
 * @param {readonly string[]} asked
 */
function shareOfAll(one, asked) {
  const { repeatSeconds, mapSeconds, seconds } = one;
  const isSampled = asked[0] !== 'exact';
  const before = mapSeconds + (isSampled ? repeatSeconds : 0);
  const last = asked.includes('sibling') ? 'sibling' : (asked[0] ?? 'exact');
  const sampled = isSampled ? (one.sampleSeconds[last] ?? 0) : 0;
  return (before + sampled) / seconds + (asked.includes('exact') ? 1 : 0);
}
