import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { appendLines } from '../../../dist/base/append.js';
import { messageOf } from '../../../dist/base/errors.js';
import { readLines } from '../../../dist/base/json-lines.js';
import { loadPicture } from '../../../dist/codecs/decode.js';
import { shippedCalibration } from '../../../dist/estimate/calibration/read.js';
import { openCodecCompressor } from '../../../dist/estimate/codec-compressor.js';
import { createEstimateJob } from '../../../dist/estimate/job.js';
import { pictureOfSamples } from '../../../dist/estimate/load-picture.js';
import { readEstimateOptions } from '../../../dist/estimate/options.js';
import { estimators } from '../../../dist/estimate/registry.js';
import { findEstimated } from '../../../dist/estimate/specs.js';
import { openImages } from '../../../dist/sweeps/open-images.js';

/**
 * What `estimate()` answers with the constants that are shipped, asked twice with nothing kept, beside
 * the actual size. Errors are (predicted - actual) / actual. `sampled` is by an estimator that samples,
 * asked by name; `hurried` by `auto` with no time to encode the whole, of screenshots alone.
 * @typedef {{ estimator: string, confidence: string, error: number }} Told
 * @typedef {Told & { set: string, kind: string, picture: string, spec: string, codec: string,
 *   of: unknown, calibration: string, megapixels: number, actualBytes: number,
 *   downscaleError: number, inside: boolean, same: boolean, sampled: Told | null,
 *   hurried: Told | null }} Asked
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
          answer = { set, kind, ...facts, ...(await ask(path, spec, compressor, kind)) };
          await appendLines(journal, [answer]);
          console.error(`${set}: ${path} as ${spec}`);
        }
        asked.push({ ...answer, set, kind });
      }
    }
  }
  return { asked, skipped };
}

/** Estimators that sample, the best of them first; the last one needs no room. */
const samplers = ['bands', 'balanced', 'two-scale'];

/** Limits under which nothing is encoded whole that could be sampled. */
const noTime = { timeBudgetSeconds: 0, timeLimitSeconds: 0.001 };

/**
 * @param {string} path
 * @param {string} spec
 * @param {import('../../../dist/estimate/compressor.js').Compressor} compressor
 * @param {string} kind
 */
async function ask(path, spec, compressor, kind) {
  const { picture: image } = await loadPicture(path, {});
  const first = await answerAlone(path, spec, { estimator: 'auto' });
  const isExact = first.estimator === 'exact';
  // What compresses the whole draws nothing, and has the actual size.
  const again = isExact ? first : await answerAlone(path, spec, { estimator: 'auto' });
  const actualBytes = isExact
    ? first.predictedBytes
    : (await compressor.compress(compressor.fit(image))).bytes;
  await compressor.close();
  const told = (/** @type {Parameters<typeof answerAlone>[2]} */ options) =>
    answerAlone(path, spec, options).then(({ estimator, confidence, predictedBytes }) => ({
      ...{ estimator, confidence, error: predictedBytes / actualBytes - 1 },
    }));
  const sampler = await samplerOf(image, compressor);
  const hurried = kind === 'screenshots' ? await told({ estimator: 'auto', ...noTime }) : null;
  const sampled = sampler === undefined ? null : { estimator: sampler };
  const { interval } = first;
  return {
    ...{ megapixels: (image.width * image.height) / 1e6, actualBytes },
    ...{ estimator: first.estimator, confidence: first.confidence },
    error: first.predictedBytes / actualBytes - 1,
    downscaleError: (await told({ estimator: 'downscale' })).error,
    inside: actualBytes >= interval.low && actualBytes <= interval.high,
    same: JSON.stringify(saidOf(first)) === JSON.stringify(saidOf(again)),
    // In a hurry `auto` mostly asks the same.
    sampled: sampled && hurried?.estimator === sampler ? hurried : sampled && (await told(sampled)),
    hurried,
  };
}

/**
 * The first estimator that can sample a picture.
 * @param {import('../../../dist/image/raster.js').Raster} image
 * @param {import('../../../dist/estimate/compressor.js').Compressor} compressor
 */
async function samplerOf(image, compressor) {
  const { seed, sampleWidth } = readEstimateOptions({});
  const question = { picture: pictureOfSamples(image), compressor, seed, sampleWidth };
  for (const id of samplers) {
    if ((await estimators.load(id)).refuses(question) === null) return id;
  }
  return undefined;
}

/**
 * Nothing is left of an answer before.
 * @param {string} source
 * @param {string} spec
 * @param {import('../../../dist/estimate/options.js').EstimateOptions} asked
 */
function answerAlone(source, spec, asked) {
  const { signal: _, onProgress: __, ...options } = readEstimateOptions(asked);
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
    if (asked?.sampled !== undefined) known.set(keyOf(asked), asked);
  });
  return known;
}
