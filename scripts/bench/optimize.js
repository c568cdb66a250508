import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isOwnError } from '../../dist/base/errors.js';
import { mean } from '../../dist/base/statistics.js';
import { openOptimizer } from '../../dist/optimize/optimize.js';
import { presetNames } from '../../dist/optimize/presets.js';
import { compareRecipes } from './optimize/recipes.js';
import { runSearches } from './optimize/searches.js';

/** @typedef {import('./report.js').Figure} Figure */

/** Side of the centre of a picture that searches are run on. */
const searchSide = 320;

/** Keeps what was searched. */
const journal = 'bench-optimize.jsonl';

/**
 * Measures the optimiser: --photos names folders of pictures whose curves are not in the shipped family.
 *
 *     searches   encodes, and bytes over those of the best value, beside the rules of other programs
 *     recipes    bytes at equal SSIMULACRA2 against fixed qualities
 *     larger     no answer is larger than its original, over all files of the folders and all presets
 *
 * What was searched is kept in the journal, and not searched again.
 * @param {import('./report.js').BenchOptions} options
 * @returns {Promise<Figure[]>}
 */
export async function bench({ photos = [], only, pictures = 14 }) {
  if (photos.length === 0) {
    return [{ what: 'optimize', value: 'not measured', bound: 'wants --photos FOLDER,FOLDER' }];
  }
  const wants = (/** @type {string} */ part) => only === null || only.includes(part);
  /** @type {Figure[]} */
  const figures = [];
  if (wants('searches')) {
    const rows = [];
    for (const folder of photos) {
      rows.push(...(await runSearches({ folder, pictures, side: searchSide, journal })));
    }
    figures.push(...searchFigures(rows));
  }
  if (wants('recipes')) figures.push(...(await compareRecipes(photos, pictures)));
  if (wants('larger')) figures.push(await neverLarger(photos));
  return figures;
}

/** @param {readonly import('./optimize/searches.js').Row[]} rows */
function searchFigures(rows) {
  const strategies = [...new Set(rows.map(({ strategy }) => strategy))];
  return strategies.map((strategy) => {
    const own = rows.filter((row) => row.strategy === strategy && row.optimum !== null);
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
