/** The values of a rate knob from the coarsest to the finest, and where they lie. */
export interface KnobLadder {
  /** By rising quality. */
  readonly values: readonly number[];
  /** Place of each value: rises with quality, about 1 for each step of the grid. */
  readonly places: readonly number[];
  /** Place of any value. */
  readonly placeOf: (value: number) => number;
}

/**
 * How far a value of a knob lies from where an even curve would have it. Tables and modes of a codec change
 * by steps: two values may be one but for little, and a coarser one better than a finer.
 */
export interface EvenedValue {
  readonly knob: number;
  /** In steps of the grid, as the knob rises. */
  readonly shift: number;
}

/** How uneven the curves of a codec are by a metric. */
export interface Evenness {
  /** What pictures have in common; ascending. */
  readonly values: readonly EvenedValue[];
  /** What is left: the standard deviation of a value, in quality. */
  readonly jitter: number;
}

/**
 * Lays out the values of a knob by rising quality.
 * @param grid values about equally far apart in quality, in any order; places count them
 * @param points tell whether quality rises or falls with the knob; where they do not, it rises
 * @param evened ascending; values that it lacks lie between their neighbours
 */
export function ladderOf(
  values: readonly number[],
  grid: readonly number[],
  points: readonly { readonly knob: number; readonly quality: number }[],
  evened: readonly EvenedValue[] = [],
): KnobLadder {
  const marks = [...new Set(grid)].sort((a, b) => a - b);
  const sign = fallsWithKnob(points) ? -1 : 1;
  const placeOf = (value: number): number =>
    sign * (placeIn(marks, value) + shiftAt(evened, value));
  const rungs = [...new Set(values)]
    .sort((a, b) => sign * (a - b))
    .map((value) => ({ value, place: placeOf(value) }));
  if (evened.length > 0) rungs.sort((a, b) => a.place - b.place);
  return {
    values: rungs.map(({ value }) => value),
    places: rungs.map(({ place }) => place),
    placeOf,
  };
}

/** Straight between the values that are listed, as at the ends beyond them; 0 where none is. */
function shiftAt(evened: readonly EvenedValue[], value: number): number {
  const above = evened.findIndex(({ knob }) => knob >= value);
  const high = evened[above];
  if (high === undefined) return evened.at(-1)?.shift ?? 0;
  const low = evened[above - 1];
  if (low === undefined) return high.shift;
  return low.shift + ((high.shift - low.shift) * (value - low.knob)) / (high.knob - low.knob);
}

/**
 * Values of a continuous knob that are worth trying: round numbers, about `parts` of them between two
 * values of the grid, and the grid's own. Ascending, within the bounds.
 * @param grid two values or more
 */
export function knobValues(
  grid: readonly number[],
  { min, max, parts = 40 }: { readonly min: number; readonly max: number; readonly parts?: number },
): number[] {
  const marks = [...new Set(grid)].sort((a, b) => a - b);
  const values = new Set(marks);
  const fill = (from: number, to: number, gap: number): void => {
    const step = roundStep(gap / parts);
    for (let n = Math.ceil(from / step); n * step <= to; n++) {
      // Without the noise of binary fractions: 0.3, not 0.30000000000000004.
      values.add(Number((n * step).toPrecision(12)));
    }
  };
  for (const [i, mark] of marks.entries()) {
    const following = marks[i + 1];
    if (following !== undefined) fill(mark, following, following - mark);
  }
  const [first = min, second = max] = marks;
  const [end = max, before = min] = [marks.at(-1), marks.at(-2)];
  // Beyond the grid as far as its outermost steps reach: a knob may go to values that no one wants.
  fill(Math.max(min, first - (second - first)), first, second - first);
  fill(end, Math.min(max, end + (end - before)), end - before);
  return [...values].filter((value) => value >= min && value <= max).sort((a, b) => a - b);
}

/** 1, 2 or 5 times a power of ten, not above the number. */
function roundStep(number: number): number {
  const power = 10 ** Math.floor(Math.log10(number));
  const digit = number / power;
  return power * (digit >= 5 ? 5 : digit >= 2 ? 2 : 1);
}

function fallsWithKnob(
  points: readonly { readonly knob: number; readonly quality: number }[],
): boolean {
  const sorted = points.toSorted((a, b) => a.knob - b.knob);
  const [first, last] = [sorted[0], sorted.at(-1)];
  return first !== undefined && last !== undefined && first.quality > last.quality;
}

/** Where a value lies among ascending marks: 1.5 half way from the second to the third. */
function placeIn(marks: readonly number[], value: number): number {
  if (marks.length < 2) return value - (marks[0] ?? 0);
  const above = marks.findIndex((mark) => mark >= value);
  const at = Math.min(Math.max(above < 0 ? marks.length : above, 1), marks.length - 1);
  const [low, high] = [marks[at - 1]!, marks[at]!];
  return at - 1 + (value - low) / (high - low);
}
