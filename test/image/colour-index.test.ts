import { expect, test } from 'vitest';
import { indexColours } from '#src/image/colour-index.js';
import { createRaster } from '#src/image/raster.js';

const row = (channels: 1 | 3, ...data: number[]) =>
  createRaster({
    ...{ width: data.length / channels, height: 1, channels, depth: 8 },
    data: Uint8Array.from(data),
  });

test('colours by their value, and the place of each pixel', () => {
  const indexed = indexColours(row(3, 9, 8, 7, 0, 0, 1, 9, 8, 7), 256)!;
  expect(indexed.colours).toEqual([
    [0, 0, 1],
    [9, 8, 7],
  ]);
  expect([...indexed.places]).toEqual([1, 0, 1]);
  expect(indexColours(row(1, 5, 3), 2)!.colours).toEqual([
    [3, 3, 3],
    [5, 5, 5],
  ]);
});

test('null beyond the most', () => {
  expect(indexColours(row(1, 5, 3, 4), 2)).toBeNull();
  expect(indexColours(row(1, 5, 3, 4), 3)).not.toBeNull();
});
