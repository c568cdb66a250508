// Curves of pictures over a codec's knob, measured as they are asked for: every value is encoded,
// decoded, and scored by all metrics once, and kept in a journal.

import { appendFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { resolveSettings } from '../../../dist/base/params.js';
import { encode as encodePicture } from '../../../dist/codecs/encode.js';
import { openCodec } from '../../../dist/codecs/open-codec.js';
import { codecs } from '../../../dist/codecs/registry.js';
import { centreCrop } from '../../../dist/image/crop.js';
import { loadImageFile } from '../../../dist/image/files/load.js';
import { metrics } from '../../../dist/metrics/registry.js';
import { decodeOriginal } from '../../../dist/optimize/decode-original.js';
import { optimizeFormats } from '../../../dist/optimize/formats/registry.js';
import { qualityOf } from '../../../dist/pick/target.js';

/**
 * What one value gave: bytes, and for each metric a number that rises with quality.
 * @typedef {{ bytes: number, qualities: Record<string, number> }} Point
 *
 * The curve of a picture by a codec. `rising` has all values from the coarsest to the finest.
 * @typedef {{ image: string, codec: string, pixels: number, quick: { bytes: number, qualities: Record<string, number> }, knob: import('../../../dist/optimize/contract.js').Knob,
 *   rising: readonly number[], measure: (value: number) => Promise<Point> }} Curve
 */

/** Codecs by format and id of their trial. */
const kinds = /** @type {const} */ ([
  ['jpeg', 'mozjpeg'],
  ['webp', 'webp'],
  ['avif', 'avif'],
  ['jxl', 'jxl'],
]);

const limits = { maxPixels: 2 ** 28 };

/** Lines of JSON; a torn one at the end, of a run that was killed, counts for nothing. */
function linesOf(/** @type {string} */ file) {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        return [JSON.parse(line)];
      } catch {
        return [];
      }
    });
}

/**
 * Pictures of a folder, evenly out of all, each by every codec that is here.
 * @param {{ folder: string, pictures: number, side: number, journal: string, metricIds: readonly string[] }} options
 * @returns {AsyncGenerator<Curve>}
 */
export async function* curvesOf({ folder, pictures, side, journal, metricIds }) {
  /** @type {Map<string, Map<number, Point>>} */
  const stored = new Map();
  for (const { key, knob, bytes, qualities } of linesOf(journal)) {
    const known = stored.get(key) ?? new Map();
    stored.set(key, known.set(knob, { bytes, qualities }));
  }
  for (const image of someOf(folder, pictures)) {
    const picture = centreCrop(await loadImageFile(path.join(folder, image)), side, side);
    const pixels = picture.width * picture.height;
    const { bytes: jpeg, decoded: shown } = await quickJpegOf(picture);
    /** @type {[string, import('../../../dist/metrics/metric.js').Metric, import('../../../dist/metrics/metric.js').Scorer][]} */
    const scorers = [];
    try {
      for (const id of metricIds) {
        const metric = await metrics.load(id);
        scorers.push([id, metric, await metric.prepare(picture)]);
      }
      /** @type {Record<string, number>} */
      const told = {};
      for (const [id, metric, scorer] of scorers) {
        told[id] = qualityOf(metric, (await scorer.score(shown)).value);
      }
      const quick = { bytes: jpeg.length / pixels, qualities: told };
      for (const [format, codec] of kinds) {
        const { trials } = await optimizeFormats.load(format);
        const trial = trials.find((each) => each.id === codec && each.knob !== null);
        if (!trial?.knob || !trial.encode) continue;
        const encode = trial.encode.bind(trial);
        const { knob } = trial;
        // A session that stays open: of JPEG XL the library of the system, which starts at once.
        const { id, params } = await codecs.load(codec);
        const given = codec === 'jxl' ? { engine: 'native' } : {};
        const open = await openCodec(await codecs.load(codec), resolveSettings(id, params, given));
        const key = `${image} ${side} ${codec}`;
        const known = stored.get(key) ?? new Map();
        /** @returns {Promise<Point>} */
        const measure = async (/** @type {number} */ value) => {
          const there = known.get(value);
          if (there) return there;
          const bytes = await encode(picture, value, limits);
          const decoded = (await open.decode(bytes)).value;
          if (decoded instanceof Uint8Array) throw new Error(`${codec} gave no samples`);
          /** @type {Record<string, number>} */
          const qualities = {};
          for (const [id, metric, scorer] of scorers) {
            qualities[id] = qualityOf(metric, (await scorer.score(decoded)).value);
          }
          const made = { bytes: bytes.length, qualities };
          known.set(value, made);
          appendFileSync(journal, `${JSON.stringify({ key, knob: value, ...made })}\n`);
          return made;
        };
        // A greater distance is a coarser picture.
        const rising = codec === 'jxl' ? knob.values.toReversed() : knob.values;
        try {
          yield { image, codec, pixels, quick, knob, rising, measure };
        } finally {
          await open.close();
        }
      }
    } finally {
      for (const [, , scorer] of scorers) scorer.close();
    }
  }
}

/** The quick JPEG of a picture, and what it shows. */
async function quickJpegOf(/** @type {import('../../../dist/image/raster.js').Raster} */ picture) {
  const { bytes } = await encodePicture(picture, 'jpeg:quality=75');
  return { bytes, decoded: await decodeOriginal(bytes, limits) };
}

/** Names of pictures, as many as asked for, evenly out of all. */
export function someOf(/** @type {string} */ folder, /** @type {number} */ count) {
  const all = readdirSync(folder)
    .filter((name) => name.endsWith('.png'))
    .sort();
  const step = Math.max(1, Math.floor(all.length / count));
  return all.filter((_, i) => i % step === 0).slice(0, count);
}

/** Values between two measured ones, from the first look on, and how far a curve may stray between them. */
const looks = [
  { stride: 64, margins: 8 },
  { stride: 16, margins: 4 },
  { stride: 4, margins: 2 },
  { stride: 1, margins: 1 },
];

/**
 * The smallest file that meets a quality, over the whole grid: all values are measured but those between
 * two that both lie far from it.
 * @param {Curve} curve
 * @param {string} metricId
 * @param {number} target
 * @param {number} margin how far, in units of quality, neighbours may stray from the curve
 */
export async function optimumOf({ rising, measure }, metricId, target, margin) {
  /** @type {{ bytes: number, quality: number } | null} */
  let best = null;
  const at = async (/** @type {number} */ i) => {
    const { bytes, qualities } = await measure(/** @type {number} */ (rising[i]));
    const quality = qualities[metricId] ?? Number.NaN;
    if (quality >= target && (best === null || bytes < best.bytes)) best = { bytes, quality };
    return quality;
  };
  /** @type {(low: number, high: number, look: number) => Promise<void>} */
  const within = async (low, high, look) => {
    const here = looks[look];
    if (here === undefined) return;
    for (let from = low; from < high; from += here.stride) {
      const to = Math.min(high, from + here.stride);
      const [a, b] = [await at(from), await at(to)];
      const stray = here.margins * margin;
      const isFar = Math.min(a, b) - stray > target || Math.max(a, b) + stray < target;
      if (!isFar) await within(from, to, look + 1);
    }
  };
  await within(0, rising.length - 1, 0);
  return /** @type {{ bytes: number, quality: number } | null} */ (best);
}
