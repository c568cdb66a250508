import { compactCount } from './mosaic.js';

/** Side of a tile in pixels: the groups that JPEG XL codes in, a multiple of AVIF's blocks of 64. */
export const tileSide = 256;

/** Share of the pixels that are sampled: `atOne` of a picture of one megapixel, less of larger ones. */
const sampled = { atOne: 0.25, power: -0.6, least: 0.05, most: 0.15 } as const;

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Share of a picture's pixels that is sampled: so much that the error of the draw stays about the same,
 * which takes less of a larger picture.
 */
export function sampledShare({ width, height }: Size): number {
  const { atOne, power, least, most } = sampled;
  return Math.min(most, Math.max(least, atOne * ((width * height) / 1e6) ** power));
}

/** How many tiles are drawn of a picture, or null where they would be more than half of it. */
export function balancedCount(size: Size): number | null {
  const { width, height } = size;
  const count = compactCount((sampledShare(size) * width * height) / tileSide ** 2);
  const fits = Math.floor(width / tileSide) * Math.floor(height / tileSide) >= 2 * count;
  return count >= 4 && fits ? count : null;
}

/** Why a picture is not sampled by tiles, or null where it is. */
export function noRoom(size: Size): string | null {
  if (balancedCount(size) !== null) return null;
  return `${size.width}x${size.height} has no room for tiles of ${tileSide} that are less than half of it`;
}
