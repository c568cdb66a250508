import { expect, test } from 'vitest';
import { partOfConv, partsOfTransposed } from '#src/runtimes/exact/parts.js';

const plain = { bias: null, strides: [1, 1], pads: [0, 0, 0, 0], dilations: [1, 1] };
const counting = (dims: number[]) => ({
  dims,
  data: Float32Array.from({ length: dims.reduce((all, side) => all * side, 1) }, (_, i) => i + 1),
});

test('weights lie in blocks of eight outputs, tap by tap and channel by channel', () => {
  const part = partOfConv({ ...plain, weights: counting([9, 2, 1, 2]), bias: [7] });
  expect(part.taps).toEqual([
    { dy: 0, dx: 0 },
    { dy: 0, dx: 1 },
  ]);
  expect([...part.weights.subarray(0, 8)]).toEqual([1, 5, 9, 13, 17, 21, 25, 29]);
  expect([...part.weights.subarray(8, 16)]).toEqual([3, 7, 11, 15, 19, 23, 27, 31]);
  expect([...part.weights.subarray(16, 24)]).toEqual([2, 6, 10, 14, 18, 22, 26, 30]);
  expect([...part.weights.subarray(32, 40)]).toEqual([33, 0, 0, 0, 0, 0, 0, 0]);
  expect([...part.bias]).toEqual([7, ...new Array(15).fill(0)]);
});

test('taps whose weights are all 0 are left out, but for one', () => {
  const dims = [1, 1, 1, 3];
  const of = (data: number[]) =>
    partOfConv({ ...plain, weights: { dims, data }, pads: [0, 1, 0, 1] });
  expect(of([0, 2, 0]).taps).toEqual([{ dy: 0, dx: 0 }]);
  expect(of([0, 0, 3]).taps).toEqual([{ dy: 0, dx: 1 }]);
  expect(of([0, 0, 0]).taps).toHaveLength(1);
});

test('a transposed convolution has a part for each phase of its stride', () => {
  const shape = { ...plain, weights: counting([1, 1, 3, 3]), strides: [2, 2], pads: [1, 1, 1, 1] };
  const parts = partsOfTransposed(shape);
  expect(parts.map(({ offset, taps }) => [offset, taps.length])).toEqual([
    [[0, 0], 1],
    [[0, 1], 2],
    [[1, 0], 2],
    [[1, 1], 4],
  ]);
  expect(parts[3]!.taps).toContainEqual({ dy: 1, dx: 1 });
});
