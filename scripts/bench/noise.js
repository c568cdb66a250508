import path from 'node:path';
import { benchDataset, inScratch, timeProgram } from './report.js';

/** A/A: one codec timed twice in one run, as if it were two. */
export async function bench() {
  const dataset = await benchDataset();
  return inScratch(async (folder) => {
    const args = ['sweep', '--codec', 'jpeg:quality=75', '--measure', 'timing', '--json'];
    const { stdout } = await timeProgram(
      [...args, '--dataset', dataset, '--out', path.join(folder, 'results')],
      folder,
    );
    const { noise } = JSON.parse(stdout).timing;
    return ['encode', 'decode'].map((direction) => {
      const { difference, low, high } = noise[direction];
      const percent = (/** @type {number} */ share) => `${(100 * share).toFixed(1)} %`;
      return {
        what: `${noise.spec} on ${dataset}, ${direction}, second timing over the first`,
        value: `${percent(difference)} in [${percent(low)}, ${percent(high)}]`,
        bound: 'the interval holds 0',
      };
    });
  });
}
