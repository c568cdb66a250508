// Bytes of pictures by fixed recipes, and by searches for the very score that the recipe gave.

import { readdirSync } from 'node:fs';
import path from 'node:path';
import { mean } from '../../../dist/base/statistics.js';
import { decode } from '../../../dist/codecs/decode.js';
import { encode } from '../../../dist/codecs/encode.js';
import { loadImageFile } from '../../../dist/image/files/load.js';
import { encodePng } from '../../../dist/image/files/save.js';
import { metrics } from '../../../dist/metrics/registry.js';
import { openOptimizer } from '../../../dist/optimize/optimize.js';

/** What programs do with a picture that nobody told them a quality of. */
const recipes = /** @type {const} */ ([
  ["sharp's JPEG, quality 80", 'jpeg:quality=80', 'jpeg'],
  ["squoosh's mozjpeg, quality 75", 'mozjpeg:quality=75', 'jpeg'],
  ["imagemin's mozjpeg, quality 65", 'mozjpeg:quality=65', 'jpeg'],
  ["sharp's WebP, quality 80", 'webp:quality=80', 'webp'],
  ["sharp's AVIF, quality 50", 'avif:speed=5,quality=50', 'avif'],
]);

/**
 * For every recipe: bytes of a picture's format, and of the smallest of several, at the mean score that
 * the recipe has over all pictures. A recipe gives some pictures more score than others; searches give
 * all of them the same.
 * @param {readonly string[]} folders
 * @param {number} pictures of each folder
 * @returns {Promise<import('../report.js').Figure[]>}
 */
export async function compareRecipes(folders, pictures) {
  const metric = await metrics.load('ssimulacra2');
  const optimizer = openOptimizer();
  /** @type {import('../report.js').Figure[]} */
  const figures = [];
  try {
    for (const folder of folders) {
      const names = readdirSync(folder)
        .filter((name) => name.endsWith('.png'))
        .slice(0, pictures);
      const images = await Promise.all(names.map((name) => loadImageFile(path.join(folder, name))));
      for (const [title, spec, format] of recipes) {
        const made = [];
        for (const image of images) {
          const { bytes } = await encode(image, spec);
          const scorer = await metric.prepare(image);
          const { value } = await scorer.score(await decode(bytes));
          scorer.close();
          made.push({ bytes: bytes.length, score: value });
        }
        const target = `ssimulacra2=${mean(made.map(({ score }) => score)).toFixed(2)}`;
        const before = made.reduce((sum, { bytes }) => sum + bytes, 0);
        for (const formats of [
          /** @type {const} */ ([format]),
          /** @type {const} */ (['jpeg', 'webp', 'avif', 'jxl']),
        ]) {
          let after = 0;
          for (const image of images) {
            const source = await encodePng(image, { level: 1 });
            const answer = await optimizer.optimize(source, { target, formats: [...formats] });
            after += answer.optimizedBytes;
          }
          figures.push({
            what: `${path.basename(folder)}, ${images.length} pictures: ${title} (${target})`,
            value: `${formats.join(', ')}: ${(100 * (after / before - 1)).toFixed(1)} % of bytes`,
            bound: 'at equal mean score',
          });
        }
      }
    }
  } finally {
    await optimizer.close();
  }
  return figures;
}
