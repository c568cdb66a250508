import { type ShareAt, shareBetween } from '../share-between.js';
import { compactCount } from './mosaic.js';

/** Side of a tile in pixels: the groups that JPEG XL codes in, a multiple of AVIF's blocks of 64. */
export const tileSide = 256;

/** Share of the pixels that is sampled, by megapixels, straight between these. */
const sampled: readonly ShareAt[] = [
  { megapixels: 1, share: 0.4 },
  { megapixels: 3, share: 0.14 },
  { megapixels: 8, share: 0.05 },
];

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Share of a picture's pixels that is sampled: less of a larger one, where as many tiles are a smaller
 * share of the work.
 */
export function sampledShare({ width, height }: Size): number {
  return shareBetween(sampled, (width * height) / 1e6);
}

/** How many tiles are drawn of a picture, or null where they would be more than half of it. */
export function balancedCount(size: Size): number | null {
  const { width, height } = size;
  const count = compactCount((sampledShare(size) * width * height) / tileSide ** 2 + 0.5);
  const fits = Math.floor(width / tileSide) * Math.floor(height / tileSide) >= 2 * count;
  return count >= 4 && fits ? count : null;
}

/** Why a picture is not sampled by tiles, or null where it is. */
export function noRoom(size: Size): string | null {
  if (balancedCount(size) !== null) return null;
  return `${size.width}x${size.height} has no room for tiles of ${tileSide} that are less than half of it`;
}
