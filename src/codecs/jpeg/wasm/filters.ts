import {
  type AxisPlace,
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
 * @param multiple the count of taps is one of it
 */
export function tapsOf(filter: ResampleFilter, place: AxisPlace, multiple: number): Taps {
  const taps = Math.ceil(tapCount(filter, place) / multiple) * multiple;
  const starts = new Int32Array(Math.ceil(place.count / 8) * 8);
  const weights = new Int16Array(starts.length * taps);
  forEachOutput(filter, place, taps, (output, start, exact) => {
    starts[output] = start;
    // What rounding loses goes to the next tap.
    let whole = 0;
    let rounded = 0;
    for (let k = 0; k < taps; k++) {
      whole += exact[k]! * 16_384;
      const weight = Math.round(whole) - rounded;
      weights[output * taps + k] = weight;
      rounded += weight;
    }
  });
  let [least, most] = [place.from, 0];
  for (let i = 0; i < place.count; i++) {
    least = Math.min(least, starts[i]!);
    most = Math.max(most, starts[i]!);
  }
  const left = Math.floor(least / 16) * 16;
  // Outputs that fill up a group have weights of 0: what they read must only be there.
  starts.fill(left, place.count);
  return { starts, weights, taps, left, right: most + taps };
}
