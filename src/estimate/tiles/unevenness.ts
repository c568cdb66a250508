import { mean } from '../../base/statistics.js';
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
  const tiles = placesOf(size).map(({ left, top, side }) => sums.mean(left, top, side));
  const middle = tiles.length > 0 ? mean(tiles) : 0;
  if (!(middle > 0)) return 0;
  return Math.sqrt(mean(tiles.map((each) => (each - middle) ** 2))) / middle;
}
