import { expect, test } from 'vitest';
import { planeBytes, scalesOf } from '#src/metrics/ssimulacra2/scales.js';
import { tileGrid } from '#src/metrics/tiles.js';

const sizesOf = (width: number, height: number) =>
  scalesOf(tileGrid(width, height)).scales.map((scale) => `${scale.width}x${scale.height}`);

test('sides are halved, rounded up, while they are 8 or more', () => {
  expect(sizesOf(7, 100)).toEqual(['7x100']);
  expect(sizesOf(150, 65)).toEqual(['150x65', '75x33', '38x17', '19x9', '10x5']);
  expect(sizesOf(1000, 1000)).toHaveLength(6);
});

test('every scale has all tiles, none of them empty, up to its own edge', () => {
  const { scales } = scalesOf(tileGrid(300, 129));
  expect(scales).toHaveLength(6);
  for (const { width, height, grid } of scales) {
    expect([grid.columns, grid.rows]).toEqual([4, 2]);
    expect([grid.left.at(-1), grid.top.at(-1)]).toEqual([width, height]);
    for (const edges of [grid.left, grid.top]) {
      expect(edges.every((edge, i) => i === 0 || edge > edges[i - 1]!)).toBe(true);
    }
  }
});

test('rows are whole vectors of four floats', () => {
  expect([planeBytes(4, 3), planeBytes(5, 3)]).toEqual([48, 96]);
});

test('planes without weight are neither computed nor kept', () => {
  const { scales, linearBytes, preparedBytes } = scalesOf(tileGrid(256, 256));
  // Y has no weight at the sixth scale, and dissimilarity counts in B from the second on.
  expect(scales[5]!.needs & 0b010).toBe(0);
  expect(scales.map(({ needs }) => needs >> 5)).toEqual([0, 1, 1, 1, 1, 1]);
  const planesKept = scales.map(({ width, height, preparedAt }, i) => {
    const next = scales[i + 1]?.preparedAt ?? preparedBytes;
    return (next - preparedAt) / planeBytes(width, height);
  });
  // One for a plane whose edges count, three where its dissimilarity does.
  const bits = (value: number) => [1, 2, 4].filter((bit) => value & bit).length;
  expect(planesKept).toEqual(scales.map(({ needs }) => bits(needs) + 2 * bits(needs >> 3)));
  expect(linearBytes).toBe(3 * 4 * (128 ** 2 + 64 ** 2 + 32 ** 2 + 16 ** 2 + 8 ** 2));
});
