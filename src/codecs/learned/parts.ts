import type { LatentShape } from '../../entropy/latents.js';
import type { GroupPart } from '../../models/codeccard.js';

/** Symbols of a part of a group: of a checkerboard, `even` has the square at 0, 0. */
export function partCount({ channels, height, width }: LatentShape, part: GroupPart): number {
  const plane = height * width;
  if (part === 'all') return channels * plane;
  return channels * (part === 'even' ? Math.ceil(plane / 2) : Math.floor(plane / 2));
}

/** Calls `visit` for each place of a part, plane by plane and row by row: the order of coding. */
export function forEachOf(
  { channels, height, width }: LatentShape,
  part: GroupPart,
  visit: (at: number, index: number) => void,
): void {
  let index = 0;
  if (part === 'all') {
    const count = channels * height * width;
    for (; index < count; index++) visit(index, index);
    return;
  }
  const parity = part === 'even' ? 0 : 1;
  for (let channel = 0, row = 0; channel < channels; channel++) {
    for (let y = 0; y < height; y++, row += width) {
      for (let x = (y + parity) & 1; x < width; x += 2) visit(row + x, index++);
    }
  }
}
