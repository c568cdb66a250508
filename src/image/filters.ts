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
 * `from` samples. A filter is as wide as the coarser of both sides asks for, and samples beyond the edges
 * are those at the edges.
 */
export function axisWeights(
  { reach, at }: ResampleFilter,
  { from, to, first, count }: { from: number; to: number; first: number; count: number },
): AxisWeights {
  const ratio = from / to;
  const scale = Math.max(1, ratio);
  const taps = Math.min(from, 2 * Math.ceil(reach * scale) + 1);
  const starts = new Int32Array(count);
  const weights = new Float32Array(count * taps);
  const row = new Float64Array(taps);
  for (let i = 0; i < count; i++) {
    const centre = (first + i + 0.5) * ratio - 0.5;
    const low = Math.ceil(centre - reach * scale);
    const high = Math.floor(centre + reach * scale);
    const start = Math.max(0, Math.min(low, from - taps));
    row.fill(0);
    let sum = 0;
    for (let k = low; k <= high; k++) {
      const weight = at((k - centre) / scale);
      row[Math.max(0, Math.min(taps - 1, k - start))]! += weight;
      sum += weight;
    }
    // A filter so narrow that it meets no sample takes the nearest.
    if (sum === 0) {
      row[Math.max(0, Math.min(taps - 1, Math.round(centre) - start))] = 1;
      sum = 1;
    }
    starts[i] = start;
    for (let k = 0; k < taps; k++) weights[i * taps + k] = row[k]! / sum;
  }
  return { starts, taps, weights };
}
