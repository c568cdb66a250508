// Bytes of pictures by fixed recipes, and by searches for the very score that the recipe gave.

import path from 'node:path';
import { mean } from '../../../dist/base/statistics.js';
import { decode } from '../../../dist/codecs/decode.js';
import { encode } from '../../../dist/codecs/encode.js';
import { centreCrop } from '../../../dist/image/crop.js';
import { loadImageFile } from '../../../dist/image/files/load.js';
import { metrics } from '../../../dist/metrics/registry.js';
import { readFamilies } from '../../../dist/pick/family.js';
import { curvesOf, someOf } from './curves.js';
import { searchMetrics, searchOurs } from './searches.js';

/** What programs do with a picture that nobody told them a quality of, with the codec of their format. */
const recipes = /** @type {const} */ ([
  ["sharp's JPEG, quality 80", 'jpeg:quality=80', 'mozjpeg'],
  ["@squoosh/lib's mozjpeg, quality 75", 'mozjpeg:quality=75', 'mozjpeg'],
  ["imagemin's mozjpeg, quality 65", 'mozjpeg:quality=65', 'mozjpeg'],
  ["Pare's JPEG, medium: quality 60", 'mozjpeg:quality=60', 'mozjpeg'],
  ["sharp's WebP, quality 80", 'webp:quality=80', 'webp'],
  ["Pare's WebP, medium: quality 60", 'webp:quality=60', 'webp'],
  ["sharp's AVIF, quality 50", 'avif:speed=5,quality=50', 'avif'],
  ["Pare's AVIF, medium: quality 70", 'avif:quality=70', 'avif'],
]);

const metricId = 'ssimulacra2';

/**
 * For every recipe: bytes of a picture's format, and of the smallest of several, at the mean score that
 * the recipe has over all pictures, which searches give each of them.
 * @param {{ folder: string, pictures: number, side: number, journal: string }} options
 * @returns {Promise<import('../report.js').Figure[]>}
 */
export async function compareRecipes(options) {
  const { folder, pictures, side } = options;
  const metric = await metrics.load(metricId);
  /** @type {Map<string, { bytes: number, score: number }[]>} */
  const made = new Map();
  for (const name of someOf(folder, pictures)) {
    const image = centreCrop(await loadImageFile(path.join(folder, name)), side, side);
    const scorer = await metric.prepare(image);
    for (const [title, spec] of recipes) {
      const { bytes } = await encode(image, spec);
      const { value } = await scorer.score(await decode(bytes));
      made.set(title, [...(made.get(title) ?? []), { bytes: bytes.length, score: value }]);
    }
    scorer.close();
  }
  const families = await readFamilies();
  /** Bytes by recipe, picture and codec. @type {Map<string, Map<string, Map<string, number>>>} */
  const found = new Map(recipes.map(([title]) => [title, new Map()]));
  for await (const curve of curvesOf({ ...options, metricIds: searchMetrics })) {
    for (const [title, images] of found) {
      const target = mean((made.get(title) ?? []).map(({ score }) => score));
      const { best } = await searchOurs(curve, metric, target, families);
      const sizes = images.get(curve.image) ?? new Map();
      images.set(curve.image, sizes);
      if (best !== null) sizes.set(curve.codec, best.bytes);
    }
  }
  return recipes.map(([title, , codec]) => {
    const own = made.get(title) ?? [];
    const before = own.reduce((sum, { bytes }) => sum + bytes, 0);
    const images = [...(found.get(title)?.values() ?? [])];
    const unmet = images.filter((sizes) => !sizes.has(codec)).length;
    const sum = (/** @type {(sizes: Map<string, number>) => number} */ of) =>
      images.reduce((total, sizes) => total + of(sizes), 0);
    const percent = (/** @type {number} */ after) => `${(100 * (after / before - 1)).toFixed(1)} %`;
    const same =
      unmet === 0
        ? `${percent(sum((sizes) => sizes.get(codec) ?? 0))} of bytes in its format`
        : `its format does not reach the score on ${unmet} of them`;
    const least = percent(sum((sizes) => Math.min(...sizes.values())));
    const score = mean(own.map((each) => each.score)).toFixed(2);
    return {
      what: `${path.basename(folder)}, ${own.length} pictures: ${title}`,
      value: `${same}, ${least} by the smallest of jpeg, webp, avif, jxl`,
      bound: `at mean ssimulacra2 ${score}`,
    };
  });
}
