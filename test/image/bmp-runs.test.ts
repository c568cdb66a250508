import { expect, test } from 'vitest';
import { readBmpHeader } from '#src/image/bmp-header.js';
import { readRuns } from '#src/image/bmp-runs.js';
import { bmpFile } from './bmp-file.ts';

test('places from the first row of the file on, and which of them are set', () => {
  const palette = [0, 0, 0, 0];
  const runs = (pixels: number[]) => {
    const file = bmpFile({ width: 2, height: 2, bits: 8, compression: 1, palette, pixels });
    const { places, set } = readRuns(file, readBmpHeader(file));
    return [[...places], set && [...set]];
  };
  expect(runs([2, 7, 0, 0, 2, 9, 0, 1])).toEqual([[7, 7, 9, 9], null]);
  // A pixel that is set twice is one.
  expect(runs([1, 7, 0, 2, 0, 1, 1, 8, 0, 1])).toEqual([
    [7, 0, 0, 8],
    [1, 0, 0, 1],
  ]);
});
