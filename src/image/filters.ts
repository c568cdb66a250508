/** A filter that pictures are resampled with. */
export interface ResampleFilter {
  /** How far it reaches to either side, in samples of the coarser side. */
  readonly reach: number;
  /** Its value at a distance from the centre. */
  at(x: number): number;
}

/** The filters by name. */
export const filters = {
  lanczos3: { reach: 3, at: (x) => (Math.abs(x) < 3 ? sinc(x) * sinc(x / 3) : 0) },
  mitchell: { reach: 2, at: (x) => cubic(Math.abs(x), 1 / 3, 1 / 3) },
  'catmull-rom': { reach: 2, at: (x) => cubic(Math.abs(x), 0, 1 / 2) },
  triangle: { reach: 1, at: (x) => Math.max(0, 1 - Math.abs(x)) },
  box: { reach: 0.5, at: (x) => (x >= -0.5 && x < 0.5 ? 1 : 0) },
} as const satisfies Record<string, ResampleFilter>;

export type FilterName = keyof typeof filters;

export const filterNames = Object.keys(filters) as FilterName[];

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** Mitchell and Netravali, SIGGRAPH 1988. */
function cubic(x: number, b: number, c: number): number {
  if (x < 1) return ((12 - 9 * b - 6 * c) * x ** 3 + (12 * b + 6 * c - 18) * x * x + 6 - 2 * b) / 6;
  if (x >= 2) return 0;
  const outer = (-b - 6 * c) * x ** 3 + (6 * b + 30 * c) * x * x;
  return (outer - (12 * b + 48 * c) * x + 8 * b + 24 * c) / 6;
}

/** Where the outputs of one axis lie in its input. */
export interface AxisPlace {
  /** Count of samples of the input, the first of which spans 0 to 1. */
  readonly from: number;
  /** Count of outputs. */
  readonly count: number;
  /** Output i lies at `offset + (first + i + 0.5) * ratio`. */
  readonly offset: number;
  readonly ratio: number;
  readonly first?: number;
}

/** How many samples an output is made of at most: a filter is as wide as the coarser of both sides asks for. */
export function tapCount({ reach }: ResampleFilter, { from, ratio }: AxisPlace): number {
  // At either end of a whole number of samples the filter is 0; less than a billionth is a rounding error.
  return Math.min(from, Math.ceil(2 * reach * Math.max(1, ratio) - 1e-9));
}

/**
 * Gives the weights of each output of an axis to `take`, which sum to 1, and the first sample they are of.
 * The row is used anew for the next output; it has `taps` numbers, of which those beyond the input are 0.
 * Samples beyond the edges are those at the edges.
 */
export function forEachOutput(
  { reach, at }: ResampleFilter,
  { from, count, offset, ratio, first = 0 }: AxisPlace,
  taps: number,
  take: (output: number, start: number, weights: Float64Array) => void,
): void {
  const scale = Math.max(1, ratio);
  const row = new Float64Array(taps);
  for (let i = 0; i < count; i++) {
    const centre = offset + (first + i + 0.5) * ratio - 0.5;
    const low = Math.ceil(centre - reach * scale);
    const high = Math.floor(centre + reach * scale);
    const start = Math.max(0, Math.min(low, from - taps));
    const last = Math.min(from, start + taps) - 1;
    const slotOf = (sample: number) => Math.max(start, Math.min(last, sample)) - start;
    row.fill(0);
    let sum = 0;
    for (let k = low; k <= high; k++) {
      const weight = at((k - centre) / scale);
      row[slotOf(k)]! += weight;
      sum += weight;
    }
    // A filter so narrow that it meets no sample takes the nearest.
    if (sum === 0) row[slotOf(Math.round(centre))] = sum = 1;
    for (let k = 0; k < taps; k++) row[k]! /= sum;
    take(i, start, row);
  }
}

/** Weights of every output along one axis; those of one sum to 1. */
export interface AxisWeights {
  /** First sample of each output. */
  readonly starts: Int32Array;
  /** Count of samples of an output, the same for all. */
  readonly taps: number;
  /** `taps` weights for each output. */
  readonly weights: Float32Array;
}

/**
 * Weights along one axis: `count` outputs, the first of which is output number `first` of `to`, out of
 * `from` samples.
 */
export function axisWeights(
  filter: ResampleFilter,
  { from, to, first, count }: { from: number; to: number; first: number; count: number },
): AxisWeights {
  const ratio = from / to;
  const place = { from, count, offset: 0, ratio, first };
  const taps = tapCount(filter, place);
  const starts = new Int32Array(count);
  const weights = new Float32Array(count * taps);
  forEachOutput(filter, place, taps, (output, start, row) => {
    starts[output] = start;
    weights.set(row, output * taps);
  });
  return { starts, taps, weights };
}
