import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isOwnError } from '../../dist/base/errors.js';
import { mean } from '../../dist/base/statistics.js';
import { openOptimizer } from '../../dist/optimize/optimize.js';
import { presetNames } from '../../dist/optimize/presets.js';
import { autoAgainstFixed } from './optimize/auto.js';
import { largePeak } from './optimize/large.js';
import { compareRecipes } from './optimize/recipes.js';
import { runSearches } from './optimize/searches.js';

/** @typedef {import('./report.js').Figure} Figure */

/** Most side of the centre of a picture that searches are run on. */
const side = 576;

/** Pictures of each folder: a subset, and what --full takes. */
const counts = { some: 4, full: 14 };

/** Keeps every value of a knob that was measured. */
const journal = 'bench-optimize.jsonl';

/**
 * Measures the optimiser: --photos names folders of pictures whose curves are not in the shipped family.
 *
 *     searches   encodes, and bytes over those of the best value, beside the rules of other programs
 *     recipes    bytes at equal SSIMULACRA2 against fixed qualities
 *     auto       one score for all pictures against one quality for all, out of records
 *     large      peak memory of a JPEG of 100 megapixels
 *     larger     no answer is larger than its original, over all files of the folders and all presets
 *
 * Searches and recipes take four pictures of each folder, and fourteen with --full. What was encoded is
 * kept in a journal, so that a run that was stopped goes on from there.
 * @param {import('./report.js').BenchOptions} options
 * @returns {Promise<Figure[]>}
 */
export async function bench({ photos = [], only, full = false, pictures }) {
  const wants = (/** @type {string} */ part) => only === null || only.includes(part);
  const count = pictures ?? (full ? counts.full : counts.some);
  /** @type {Figure[]} */
  const figures = [];
  if (wants('auto')) figures.push(...(await autoAgainstFixed()));
  if (photos.length === 0) {
    figures.push({
      what: 'optimize',
      value: 'not measured',
      bound: 'wants --photos FOLDER,FOLDER',
    });
    return figures;
  }
  const all = photos.map((folder) => ({ folder, pictures: count, side, journal }));
  if (wants('searches')) {
    const rows = [];
    for (const each of all) rows.push(...(await runSearches(each)));
    figures.push(...searchFigures(rows));
  }
  if (wants('recipes')) for (const each of all) figures.push(...(await compareRecipes(each)));
  if (wants('large')) figures.push(...(await largePeak(photos)));
  if (wants('larger') && (full || only !== null)) figures.push(await neverLarger(photos));
  return figures;
}

/** @param {readonly import('./optimize/searches.js').Row[]} rows */
function searchFigures(rows) {
  const strategies = [...new Set(rows.map(({ strategy }) => strategy))];
  return strategies.map((strategy) => {
    const own = rows.filter((row) => row.strategy === strategy);
    const excess = own
      .filter(({ bytes, over }) => bytes !== null && over !== null && over >= 0)
      .map(({ bytes, optimum }) => Number(bytes) / Number(optimum) - 1);
    const below = own.filter(({ over }) => over === null || over < 0).length;
    const encodes = own.map((row) => row.encodes);
    const percent = (/** @type {number} */ share) => `${(100 * share).toFixed(2)} %`;
    const isOurs = strategy === 'pareto';
    const holds = below === 0 && mean(encodes) <= 3 && Math.max(...encodes) <= 6;
    return {
      what: `${strategy}, ${own.length} searches`,
      value: `${mean(encodes).toFixed(2)} encodes, ${Math.max(...encodes)} at most; bytes +${percent(mean(excess))}, +${percent(Math.max(...excess))} at most; ${below} below a reachable target`,
      bound: isOurs ? '3 and 6 encodes, +0.5 % and +3 %, none below' : 'beside it',
      ...(isOurs && { holds: holds && mean(excess) <= 0.005 && Math.max(...excess) <= 0.03 }),
    };
  });
}

/** Every file of the folders with every preset: an answer that is not larger, or an error of ours. */
async function neverLarger(/** @type {readonly string[]} */ folders) {
  const optimizer = openOptimizer({ jobs: 2 });
  let [answers, errors, larger, odd] = [0, 0, 0, 0];
  try {
    for (const folder of folders) {
      for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile()) continue;
        const bytes = readFileSync(path.join(entry.parentPath, entry.name));
        for (const preset of presetNames) {
          try {
            const answer = await optimizer.optimize(bytes, { preset, timeLimitSeconds: 120 });
            answers += 1;
            if (answer.bytes.length > bytes.length) larger += 1;
          } catch (error) {
            if (isOwnError(error)) errors += 1;
            else odd += 1;
          }
        }
      }
    }
  } finally {
    await optimizer.close();
  }
  return {
    what: `${answers} answers and ${errors} errors`,
    value: `${larger} larger than the original, ${odd} errors that are not ours`,
    bound: '0',
    holds: larger + odd === 0,
  };
}
