import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { appendLines } from '../../../dist/base/append.js';
import { messageOf } from '../../../dist/base/errors.js';
import { readLines } from '../../../dist/base/json-lines.js';
import { loadPicture } from '../../../dist/codecs/decode.js';
import { shippedCalibration } from '../../../dist/estimate/calibration/read.js';
import { openCodecCompressor } from '../../../dist/estimate/codec-compressor.js';
import { createEstimateJob } from '../../../dist/estimate/job.js';
import { readEstimateOptions } from '../../../dist/estimate/options.js';
import { findEstimated } from '../../../dist/estimate/specs.js';
import { openImages } from '../../../dist/sweeps/open-images.js';

/**
 * What `estimate()` answers with the constants that are shipped, asked twice with nothing kept, beside
 * the actual size. Errors are (predicted - actual) / actual.
 * @typedef {{ set: string, kind: string, picture: string, spec: string, codec: string, of: unknown,
 *   calibration: string, megapixels: number, actualBytes: number, estimator: string,
 *   confidence: string, error: number, downscaleError: number, inside: boolean, same: boolean }} Asked
 * @typedef {import('../../../dist/codecs/picture-source.js').PictureSource} PictureSource
 */

/**
 * Asks about the first pictures of each set; what is in the journal is not asked again.
 * @param {readonly { set: string, kind: string }[]} sets ids of data sets, or folders
 * @param {{ specs: readonly string[], pictures: number | undefined, journal: string }} options
 * @returns {Promise<{ asked: Asked[], skipped: { set: string, why: string }[] }>}
 */
export async function askAbout(sets, { specs, pictures, journal }) {
  const calibration = createHash('sha256').update(readFileSync(shippedCalibration)).digest('hex');
  const known = readAsked(journal);
  /** @type {Asked[]} */
  const asked = [];
  const skipped = [];
  for (const { set, kind } of sets) {
    /** @type {readonly import('../../../dist/datasets/dataset.js').ImageRef[]} */
    let images = [];
    try {
      ({ images } = await openImages(set, {}));
    } catch (error) {
      skipped.push({ set, why: messageOf(error) });
    }
    for (const { path, sha256 } of images.slice(0, pictures)) {
      for (const spec of specs) {
        const { codec, settings } = await findEstimated(spec, []);
        const compressor = openCodecCompressor(codec, settings);
        const key = { picture: sha256, spec, of: compressor.identity, calibration };
        let answer = known.get(keyOf(key));
        if (answer === undefined) {
          const facts = { ...key, codec: codec.id };
          answer = { set, kind, ...facts, ...(await ask(path, spec, compressor)) };
          await appendLines(journal, [answer]);
        }
        asked.push({ ...answer, set, kind });
      }
    }
  }
  return { asked, skipped };
}

/**
 * @param {string} path
 * @param {string} spec
 * @param {import('../../../dist/estimate/compressor.js').Compressor} compressor
 */
async function ask(path, spec, compressor) {
  const { picture } = await loadPicture(path, {});
  const { bytes: actualBytes } = await compressor.compress(compressor.fit(picture));
  await compressor.close();
  const first = await answerAlone(path, spec, 'auto');
  // What compresses the whole draws nothing.
  const again = first.estimator === 'exact' ? first : await answerAlone(path, spec, 'auto');
  const down = await answerAlone(path, spec, 'downscale');
  const { estimator, confidence, interval, predictedBytes } = first;
  return {
    ...{ megapixels: (picture.width * picture.height) / 1e6, actualBytes, estimator, confidence },
    error: predictedBytes / actualBytes - 1,
    downscaleError: down.predictedBytes / actualBytes - 1,
    inside: actualBytes >= interval.low && actualBytes <= interval.high,
    same: JSON.stringify(saidOf(first)) === JSON.stringify(saidOf(again)),
  };
}

/**
 * Nothing is left of an answer before.
 * @param {string} source
 * @param {string} spec
 * @param {string} estimator
 */
function answerAlone(source, spec, estimator) {
  const { signal: _, onProgress: __, ...options } = readEstimateOptions({ estimator });
  return createEstimateJob()({ ...options, thumbnail: null, source, spec });
}

/** @param {import('../../../dist/estimate/answer.js').Estimate} answer */
function saidOf({ milliseconds: _, ...said }) {
  return said;
}

/** @param {Pick<Asked, 'picture' | 'of' | 'spec' | 'calibration'>} asked */
function keyOf({ picture, spec, of, calibration }) {
  return JSON.stringify([picture, spec, of, calibration]);
}

/** @param {string} file */
function readAsked(file) {
  /** @type {Map<string, Asked>} */
  const known = new Map();
  readLines(file, ({ json }) => {
    const asked = /** @type {Asked} */ (json);
    if (asked?.calibration !== undefined) known.set(keyOf(asked), asked);
  });
  return known;
}
