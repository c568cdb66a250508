import type { BoardChoice, BoardRow } from './board.js';
import type { PageDataset } from './contract.js';
import { isScale, metricTitle } from './metric-text.js';
import { curveOptions } from './selection.js';
import { timedSentence } from './timed-images.js';

/**
 * What the board's BD-rates are, or why it has none; and what the times are of. Pure.
 * @param rows of `boardRows`
 */
export function boardLede(
  data: PageDataset,
  rows: readonly BoardRow[],
  choice: BoardChoice,
): string {
  return `${ratesLede(data, rows, choice)}${timedSentence(data, choice.timing)}`;
}

function ratesLede(
  data: PageDataset,
  rows: readonly BoardRow[],
  { metric, anchor, aggregate, bootstrap }: BoardChoice,
): string {
  const { group } = data;
  const pictures = `${group.images} ${group.images === 1 ? 'image' : 'images'}`;
  if (metric === null || anchor === null) return `${pictures}. There is nothing to compare yet.`;
  const { name } = curveOptions(group)[anchor]!;
  if (!isScale(data, metric)) {
    return `${pictures}. ${metricTitle(data, metric)} is no scale of quality that curves compare by: there is no BD-rate.`;
  }
  // A curve has a BD-rate against itself, 0, or none against any other.
  if (rows[anchor]!.cells.bd.value === null) {
    return `${pictures}. ${noCurve(data, name, metric)}`;
  }
  const level = Math.round(100 * bootstrap.level);
  const mean = aggregate === 'mean';
  const how = mean ? 'of the mean curves' : `mean of the images, with its ${level} % interval`;
  return `${pictures}. BD-rate against ${name} by ${metricTitle(data, metric)}, ${how}: negative needs fewer bits at equal quality.`;
}

/** Why an anchor of a point or of lossless files leaves all BD-rates out. */
export function noCurve(data: Pick<PageDataset, 'metrics'>, name: string, metric: string): string {
  return `${name} has no curve by ${metricTitle(data, metric)}, so nothing is compared with it: choose another anchor.`;
}
