/** The filters of the resampler, by name: how far each reaches, in samples of the coarser side, and its value there. */
export const jpegFilters = {
  lanczos3: { reach: 3, at: (x: number) => (Math.abs(x) < 3 ? sinc(x) * sinc(x / 3) : 0) },
  mitchell: { reach: 2, at: (x: number) => cubic(Math.abs(x), 1 / 3, 1 / 3) },
  'catmull-rom': { reach: 2, at: (x: number) => cubic(Math.abs(x), 0, 1 / 2) },
  triangle: { reach: 1, at: (x: number) => Math.max(0, 1 - Math.abs(x)) },
  box: { reach: 0.5, at: (x: number) => (x >= -0.5 && x < 0.5 ? 1 : 0) },
} as const satisfies Record<string, { reach: number; at(x: number): number }>;

export type JpegFilter = keyof typeof jpegFilters;

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** Mitchell and Netravali, SIGGRAPH 1988. */
function cubic(x: number, b: number, c: number): number {
  if (x < 1) return ((12 - 9 * b - 6 * c) * x ** 3 + (12 * b + 6 * c - 18) * x * x + 6 - 2 * b) / 6;
  if (x >= 2) return 0;
  return (
    ((-b - 6 * c) * x ** 3 + (6 * b + 30 * c) * x * x - (12 * b + 48 * c) * x + 8 * b + 24 * c) / 6
  );
}

/** Taps of every output along one axis, as the kernel reads them. */
export interface Taps {
  readonly starts: Int32Array;
  /** `taps` weights of 14 bits for each output; they sum to 16,384. */
  readonly weights: Int16Array;
  readonly taps: number;
}

/**
 * Weights along one axis: output i lies at `offset + (i + 0.5) * ratio`, in samples of the input, whose
 * first spans 0 to 1. Beyond the edges the samples there are repeated.
 * @param multiple the count of taps is one of it
 */
export function tapsOf(
  { reach, at }: { reach: number; at(x: number): number },
  { from, to, offset, ratio }: { from: number; to: number; offset: number; ratio: number },
  multiple: number,
): Taps {
  const scale = Math.max(1, ratio);
  const most = Math.min(from, 2 * Math.ceil(reach * scale) + 1);
  const taps = Math.ceil(most / multiple) * multiple;
  const starts = new Int32Array(Math.ceil(to / 8) * 8);
  const weights = new Int16Array(starts.length * taps);
  const exact = new Float64Array(taps);
  for (let i = 0; i < to; i++) {
    const centre = offset + (i + 0.5) * ratio - 0.5;
    const low = Math.ceil(centre - reach * scale);
    const high = Math.max(low, Math.floor(centre + reach * scale));
    const start = Math.max(0, Math.min(low, from - taps));
    const last = Math.min(from, start + taps) - 1;
    exact.fill(0);
    let sum = 0;
    for (let k = low; k <= high; k++) {
      const weight = at((k - centre) / scale);
      exact[Math.max(start, Math.min(last, k)) - start]! += weight;
      sum += weight;
    }
    // A filter so narrow that it meets no sample takes the nearest.
    if (sum === 0) exact[Math.max(start, Math.min(last, Math.round(centre))) - start] = sum = 1;
    starts[i] = start;
    // What rounding loses goes to the next tap.
    let whole = 0;
    let rounded = 0;
    for (let k = 0; k < taps; k++) {
      whole += (exact[k]! / sum) * 16_384;
      const weight = Math.round(whole) - rounded;
      weights[i * taps + k] = weight;
      rounded += weight;
    }
  }
  return { starts, weights, taps };
}
