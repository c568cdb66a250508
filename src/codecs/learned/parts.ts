import type { LatentShape } from '../../entropy/latents.js';
import type { GroupPart } from '../../models/codec-card.js';

/** What is coded at a time: all of a group, a checkerboard's half, or places with all their channels. */
export type Part = GroupPart | Int32Array;

/** Symbols of a part of a group: of a checkerboard, `even` has the square at 0, 0. */
export function partCount({ channels, height, width }: LatentShape, part: Part): number {
  const plane = height * width;
  if (part === 'all') return channels * plane;
  if (typeof part !== 'string') return channels * part.length;
  return channels * (part === 'even' ? Math.ceil(plane / 2) : Math.floor(plane / 2));
}

/**
 * Calls `visit` for each run of equally spaced places of a part, plane by plane and row by row, of
 * places one after another: the order of coding. The symbols of a run are the `count` from `index` on in that order, and lie at
 * `at`, `at + stride`, … in the group.
 */
export function forEachRun(
  { channels, height, width }: LatentShape,
  part: Part,
  visit: (at: number, index: number, count: number, stride: number) => void,
): void {
  if (part === 'all') {
    visit(0, 0, channels * height * width, 1);
    return;
  }
  if (typeof part !== 'string') {
    for (const [i, place] of part.entries()) visit(place, i * channels, channels, height * width);
    return;
  }
  const parity = part === 'even' ? 0 : 1;
  const rows = channels * height;
  for (let row = 0, index = 0; row < rows; row++) {
    const first = ((row % height) + parity) & 1;
    const count = (width - first + 1) >> 1;
    if (count > 0) visit(row * width + first, index, count, 2);
    index += count;
  }
}

/** The numbers of a part of a group, in coding order. */
export function gather(group: LatentShape, part: Part, from: Int16Array): Int16Array {
  const to = new Int16Array(partCount(group, part));
  forEachRun(group, part, (at, index, count, stride) => {
    for (let i = 0; i < count; i++) to[index + i] = from[at + i * stride]!;
  });
  return to;
}
