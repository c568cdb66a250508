import type { RdRow } from '../../leaderboard/schema.js';

/** How many of the images are of damaged files: of the row that has most of them. */
export function mostDamaged(rows: readonly Pick<RdRow, 'damaged'>[]): number {
  return rows.reduce((most, { damaged = 0 }) => Math.max(most, damaged), 0);
}

/** `1 of 24 images is of a damaged file, of which what could be decoded was measured`. */
export function damagedText(damaged: number, images: number): string {
  const one = damaged === 1;
  return `${damaged} of ${images} images ${one ? 'is of a damaged file' : 'are of damaged files'}, of which what could be decoded was measured`;
}
