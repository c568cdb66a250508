import { WorkError } from '../../base/errors.js';
import { scaleGrid } from '../../entropy/distributions/parametric.js';
import type { CodecCard } from '../../models/codec-card.js';

/**
 * Tells the distributions of scales: the number of the first of a grid that is not below a scale, the
 * last where all are. The grid is rounded to float32, as scales are; the comparisons are the same on
 * every machine.
 * @param count of distributions in the table
 * @param graph that gives the scales, for messages
 * @returns writes the numbers of some scales at a place of an array; throws WorkError for a scale that
 *   is no number
 */
export function scaleIndexer(
  grid: NonNullable<CodecCard['scales']>,
  count: number,
  graph: string,
): (scales: Float32Array, to: Uint16Array, at: number) => void {
  if (grid.count > count) {
    throw new WorkError(
      `${graph} chooses among ${grid.count} distributions, and there are ${count}`,
    );
  }
  const thresholds = Float32Array.from(scaleGrid(grid)).subarray(0, -1);
  return (scales, to, at) => {
    for (let i = 0; i < scales.length; i++) {
      const scale = scales[i]!;
      if (Number.isNaN(scale)) throw new WorkError(`${graph} gives a scale that is no number`);
      let [low, high] = [0, thresholds.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (thresholds[middle]! < scale) low = middle + 1;
        else high = middle;
      }
      to[at + i] = low;
    }
  };
}
