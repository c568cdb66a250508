import { type KnobPoint, nextOfSearch } from '../curves/target-search.js';
import type { Knob } from './contract.js';

/** A value of a knob that was tried. */
export interface Tried {
  readonly knob: number;
  /** Rises with quality; infinite where every sample is as it was. */
  readonly quality: number;
  readonly bytes: number;
}

/** Encodes after which a search takes the best that it has. */
export const mostEncodes = 6;

/** What a search is for. */
export interface Search {
  readonly knob: Knob;
  /** Least quality that is wanted. */
  readonly quality?: number | undefined;
  /** Most bytes that are wanted. */
  readonly maxBytes?: number | undefined;
}

/**
 * The next value of a knob to try, or null where the answer is among those tried: the coarsest value
 * that meets the quality or, without one, the finest within the bytes.
 */
export function nextValue(
  tried: readonly Tried[],
  { knob: { values, grid }, quality, maxBytes }: Search,
): number | null {
  const search = { values, grid, mostPoints: mostEncodes };
  const step =
    quality !== undefined
      ? nextOfSearch(tried, { ...search, target: quality })
      : nextOfSearch(tried.map(byBytes), { ...search, target: -Math.log(maxBytes!) });
  return step.state === 'try' ? step.knob : null;
}

/** A point whose quality is how few bytes it has: the search for a size is one for that. */
function byBytes({ knob, bytes }: Tried): KnobPoint {
  return { knob, quality: -Math.log(bytes), bytes: 1 / bytes };
}
