import type { Constant } from './node-reader.js';

/** Numbers of a block: what the kernel computes of a place at once. */
export const blockSize = 8;

/** How far a tap is from the place that is computed, in rows and columns of the input. */
export interface Tap {
  readonly dy: number;
  readonly dx: number;
}

/**
 * A convolution as the kernel runs it: the output's places offset + stride * n, each a sum over taps
 * around the input's place inputStride * n. A transposed convolution has one part for each phase of
 * its stride.
 */
export interface Part {
  /** In the order of the sums, one at least. Taps whose weights are all 0 are left out. */
  readonly taps: readonly Tap[];
  readonly channels: number;
  readonly outputs: number;
  /** Blocks of 8 outputs x taps x channels x 8; outputs that are not there have weights 0. */
  readonly weights: Float32Array;
  readonly bias: Float32Array;
  readonly inputStride: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly offset: readonly [number, number];
}

export interface ConvShape {
  readonly weights: Constant;
  readonly bias: ArrayLike<number> | null;
  readonly strides: readonly number[];
  /** Top, left, bottom, right. */
  readonly pads: readonly number[];
  readonly dilations: readonly number[];
}

export function partOfConv({ weights, bias, strides, pads, dilations }: ConvShape): Part {
  const [outputs, channels, rows, columns] = weights.dims as [number, number, number, number];
  const all = taps(rows, columns, (ky, kx) => ({
    dy: ky * dilations[0]! - pads[0]!,
    dx: kx * dilations[1]! - pads[1]!,
  }));
  return {
    ...packed(all, { channels, outputs, bias }, (output, channel, tap) => {
      return weights.data[(output * channels + channel) * rows * columns + tap]!;
    }),
    inputStride: [strides[0]!, strides[1]!],
    stride: [1, 1],
    offset: [0, 0],
  };
}

export function partsOfTransposed({ weights, bias, strides, pads, dilations }: ConvShape): Part[] {
  const [channels, outputs, rows, columns] = weights.dims as [number, number, number, number];
  const [down, across] = strides as [number, number];
  return Array.from({ length: down * across }, (_, phase) => {
    const [y, x] = [Math.floor(phase / across), phase % across];
    // Of the output's place n * stride + phase, the input's places that reach it by a tap.
    const all = taps(rows, columns, (ky, kx) => ({
      dy: (y + pads[0]! - ky * dilations[0]!) / down,
      dx: (x + pads[1]! - kx * dilations[1]!) / across,
    })).filter(({ dy, dx }) => Number.isInteger(dy) && Number.isInteger(dx));
    return {
      ...packed(all, { channels, outputs, bias }, (output, channel, tap) => {
        return weights.data[(channel * outputs + output) * rows * columns + tap]!;
      }),
      inputStride: [1, 1],
      stride: [down, across],
      offset: [y, x],
    };
  });
}

function taps(rows: number, columns: number, at: (ky: number, kx: number) => Tap) {
  return Array.from({ length: rows * columns }, (_, tap) => ({
    ...at(Math.floor(tap / columns), tap % columns),
    tap,
  }));
}

function packed(
  all: readonly (Tap & { readonly tap: number })[],
  {
    channels,
    outputs,
    bias,
  }: { channels: number; outputs: number; bias: ArrayLike<number> | null },
  weight: (output: number, channel: number, tap: number) => number,
) {
  const found = all.filter(({ tap }) => {
    for (let output = 0; output < outputs; output++) {
      for (let channel = 0; channel < channels; channel++) {
        if (weight(output, channel, tap) !== 0) return true;
      }
    }
    return false;
  });
  const live = found.length > 0 ? found : [{ dy: 0, dx: 0, tap: null }];
  const blocks = Math.ceil(outputs / blockSize);
  const weights = new Float32Array(blocks * live.length * channels * blockSize);
  for (let block = 0, to = 0; block < blocks; block++) {
    for (const { tap } of live) {
      for (let channel = 0; channel < channels; channel++, to += blockSize) {
        if (tap === null) continue;
        const last = Math.min(blockSize, outputs - block * blockSize);
        for (let i = 0; i < last; i++) {
          weights[to + i] = weight(block * blockSize + i, channel, tap);
        }
      }
    }
  }
  const biases = new Float32Array(blocks * blockSize);
  if (bias) biases.set(bias);
  return {
    taps: live.map(({ dy, dx }) => ({ dy, dx })),
    ...{ channels, outputs, weights, bias: biases },
  };
}
