import { expect, test } from 'vitest';
import { scaleIndexer } from '#src/codecs/learned/scales.js';

const grid = { least: 0.11, greatest: 256, count: 64 };

function indexesOf(scales: number[]): number[] {
  const to = new Uint16Array(scales.length + 1);
  scaleIndexer(grid, 64, 'hyper')(Float32Array.from(scales), to, 1);
  expect(to[0]).toBe(0);
  return [...to.subarray(1)];
}

// From exp(linspace(log(0.11), log(256), 64)) of PyTorch in float32.
const table = [0.10999999940395355, 0.12440409511327744, 0.14069437980651855, 226.3590545654297];

test('the first of the grid that is not below', () => {
  expect(indexesOf([-1, 0, 0.05, 0.11])).toEqual([0, 0, 0, 0]);
  expect(indexesOf([0.1101, 0.124, 0.125])).toEqual([1, 1, 2]);
  expect(indexesOf([255, 256, 1e6, Number.POSITIVE_INFINITY])).toEqual([63, 63, 63, 63]);
});

test('thresholds are within rounding of those of PyTorch', () => {
  for (const [i, index] of [0, 1, 2, 62].entries()) {
    const [below, above] = [table[i]! * (1 - 1e-6), table[i]! * (1 + 1e-6)];
    expect(indexesOf([below, above])).toEqual([index, index + 1]);
  }
});

test('what is no scale is told', () => {
  const of = (count: number) => scaleIndexer(grid, count, 'hyper');
  expect(() => of(63)).toThrow(/hyper chooses among 64 distributions, and there are 63/);
  expect(() => of(64)(Float32Array.of(1, Number.NaN), new Uint16Array(2), 0)).toThrow(/no number/);
});
