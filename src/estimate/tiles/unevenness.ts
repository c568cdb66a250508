import type { BlockMap } from '../map/block-maps.js';
import { areaSums } from './area-sums.js';
import { type DrawOptions, placesOf } from './draw.js';

/**
 * How far tiles of a picture differ in what a map says of them: their standard deviation as a share of
 * their mean, from 0. Photographs mostly have 0.2 to 0.6 in the bits of a coarse JPEG. 0 where the picture has no
 * room for a tile, and where the map holds nothing.
 */
export function unevennessOf(
  map: BlockMap,
  size: Pick<DrawOptions, 'width' | 'height' | 'side'>,
): number {
  const sums = areaSums(map);
  const means = placesOf(size).map(({ left, top, side }) => sums.mean(left, top, side));
  const mean = averageOf(means);
  if (!(mean > 0)) return 0;
  return Math.sqrt(averageOf(means.map((each) => (each - mean) ** 2))) / mean;
}

function averageOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
