import { expect, test } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import {
  dequantiseRanged,
  quantiseRanged,
  readRanges,
  writeRanges,
} from '#src/codecs/learned/ranged.js';

const ranged = (channels: number) => ({
  most: 255,
  step: 4,
  ranges: new Float32Array(2 * channels),
});

test('each channel goes from 0 to the last symbol, cut and not rounded', () => {
  const quantiser = ranged(2);
  const symbols = quantiseRanged(Float32Array.of(-1, 0, 0.999, 1, 10, 10, 10, 10), quantiser);
  expect([...symbols]).toEqual([0, 31, 63, 63, 0, 0, 0, 0]);
  expect([...quantiser.ranges]).toEqual([-1, 1, 10, 10]);
  const values = dequantiseRanged(symbols, quantiser);
  expect(values[0]).toBe(-1);
  expect(values[3]).toBeCloseTo(-1 + (2 * 252) / 255, 6);
  expect([...values.subarray(4)]).toEqual([10, 10, 10, 10]);
});

test.each([Number.NaN, Number.POSITIVE_INFINITY])('a coefficient of %d is refused', (value) => {
  const quantise = () => quantiseRanged(Float32Array.of(0, value), ranged(1));
  expect(quantise).toThrow(WorkError);
  expect(quantise).toThrow('1 coefficients that are no numbers');
});

test('ranges stand before what else was measured, and groups without any add nothing', () => {
  const groups = [
    { id: 'a', ranged: { ...ranged(1), ranges: Float32Array.of(-0.5, 2.25) } },
    { id: 'b', ranged: null },
  ];
  const measured = Uint8Array.of(1, 2, 3);
  const bytes = writeRanges(groups, measured);
  expect(bytes).toHaveLength(11);
  const back = [
    { id: 'a', ranged: ranged(1) },
    { id: 'b', ranged: null },
  ];
  expect([...readRanges(back, bytes)]).toEqual([1, 2, 3]);
  expect([...back[0]!.ranged!.ranges]).toEqual([-0.5, 2.25]);
  expect(writeRanges([{ id: 'b', ranged: null }], measured)).toBe(measured);
});

test('ranges that go the wrong way are refused', () => {
  const bytes = writeRanges(
    [{ id: 'a', ranged: { ...ranged(1), ranges: Float32Array.of(3, 2) } }],
    new Uint8Array(),
  );
  expect(() => readRanges([{ id: 'a', ranged: ranged(1) }], bytes)).toThrow(
    'damaged: a ranges from 3 to 2',
  );
});
