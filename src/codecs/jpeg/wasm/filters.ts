import {
  type AxisPlace,
  filters,
  forEachOutput,
  type ResampleFilter,
  tapCount,
} from '../../../image/filters.js';

/** Taps of every output along one axis, as the kernel reads them. */
export interface Taps {
  readonly starts: Int32Array;
  /** `taps` weights of 14 bits for each output; they sum to 16,384. */
  readonly weights: Int16Array;
  readonly taps: number;
  /** First sample that any output takes, a multiple of 16, and the end of the last one's. */
  readonly left: number;
  readonly right: number;
}

/**
 * Weights of 14 bits along one axis, for whole groups of 8 outputs.
 * @param asked the filter
 * @param multiple the count of taps is one of it
 * @param step all starts are multiples of it
 */
export function tapsOf(asked: ResampleFilter, place: AxisPlace, multiple: number, step = 1): Taps {
  const filter = isCopy(asked, place) ? filters.box : asked;
  const most = tapCount(filter, place);
  const taps = Math.ceil((most + step - 1) / multiple) * multiple;
  const starts = new Int32Array(Math.ceil(place.count / 8) * 8);
  const weights = new Int16Array(starts.length * taps);
  const put = (output: number, start: number, exact: Float64Array): void => {
    const spare = start % step;
    starts[output] = start - spare;
    // What rounding loses goes to the next tap.
    let whole = 0;
    let rounded = 0;
    for (let k = 0; k < most; k++) {
      whole += exact[k]! * 16_384;
      const weight = Math.round(whole) - rounded;
      weights[output * taps + spare + k] = weight;
      rounded += weight;
    }
  };
  /** Those of the outputs from one to before another. */
  const compute = (first: number, end: number): void => {
    if (end <= first) return;
    const part = { ...place, first, count: end - first };
    forEachOutput(filter, part, most, (output, start, exact) => put(first + output, start, exact));
  };
  const cycle = cycleOf(filter, place, most, step);
  if (cycle === null) compute(0, place.count);
  else {
    const { first, end, outputs, samples } = cycle;
    compute(0, first + outputs);
    for (let at = first + outputs; at < end; at += outputs) {
      const count = Math.min(outputs, end - at);
      const from = (at - outputs) * taps;
      weights.copyWithin(at * taps, from, from + count * taps);
      for (let i = at; i < at + count; i++) starts[i] = starts[i - outputs]! + samples;
    }
    compute(end, place.count);
  }
  let [least, last] = [place.from, 0];
  for (let i = 0; i < place.count; i++) {
    least = Math.min(least, starts[i]!);
    last = Math.max(last, starts[i]!);
  }
  const left = Math.floor(least / 16) * 16;
  // Outputs that fill up a group have weights of 0: what they read must only be there.
  starts.fill(left, place.count);
  return { starts, weights, taps, left, right: last + taps };
}

/** Whether outputs are samples as they are: they lie on them, and the filter is 0 at all others. */
function isCopy({ reach, at }: ResampleFilter, { offset, ratio }: AxisPlace): boolean {
  if (ratio !== 1 || !Number.isInteger(offset)) return false;
  for (let k = 1; k < reach; k++) if (Math.abs(at(k)) > 1e-9) return false;
  return true;
}

/** Outputs that lie alike to samples: every `outputs` of them, `samples` further on. */
interface Cycle {
  /** The first of those that reach no edge, and the end of them. */
  readonly first: number;
  readonly end: number;
  readonly outputs: number;
  readonly samples: number;
}

/** Outputs of the longest cycle that is looked for. */
const longestCycle = 64;

/**
 * How the weights of an axis come again: 1500 samples to 800 are 15 to 8. Computing all of them takes as long, in code
 * that is not warm yet, as a picture.
 */
function cycleOf(
  { reach }: ResampleFilter,
  { from, count, offset, ratio }: AxisPlace,
  taps: number,
  step: number,
): Cycle | null {
  const span = reach * Math.max(1, ratio);
  const outputAt = (sample: number): number => (sample + 0.5 - offset) / ratio - 0.5;
  const first = Math.max(0, Math.ceil(outputAt(span)));
  const end = Math.min(count, Math.floor(outputAt(from - taps - 1 + span)) + 1);
  for (let outputs = 1; outputs <= longestCycle && 2 * outputs < end - first; outputs++) {
    const samples = Math.round(outputs * ratio);
    if (samples > 0 && samples % step === 0 && Math.abs(outputs * ratio - samples) < 1e-9) {
      return { first, end, outputs, samples };
    }
  }
  return null;
}
