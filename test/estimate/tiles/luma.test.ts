import { expect, test } from 'vitest';
import { costOfStep, lumaOf } from '#src/estimate/tiles/luma.js';
import { convert } from '#src/image/convert.js';
import { createRaster } from '#src/image/raster.js';

test('luma weighs green most and is in levels of 8 bits, at any depth', () => {
  const data = Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255);
  const image = createRaster({ width: 2, height: 2, channels: 3, depth: 8, data });
  const levels = [0, 1, 2, 3].map(lumaOf(image));
  expect(levels[0]! + levels[1]! + levels[2]!).toBeCloseTo(255);
  expect(levels[3]).toBeCloseTo(255);
  expect(levels[1]).toBeGreaterThan(levels[0]!);
  expect(levels[0]).toBeGreaterThan(levels[2]!);
  const deep = lumaOf(convert(image, { channels: 4, depth: 16 }));
  for (const [at, level] of levels.entries()) expect(deep(at)).toBeCloseTo(level);
});

test('luma of grey is the sample', () => {
  const data = Uint16Array.of(0, 257, 65535, 2570);
  const luma = lumaOf(createRaster({ width: 4, height: 1, channels: 1, depth: 16, data }));
  expect([0, 1, 2, 3].map(luma)).toEqual([0, 1, 255, 10]);
});

test('a step costs nothing where there is none, and more the higher it is', () => {
  expect(costOfStep(7, 7)).toBe(0);
  expect(costOfStep(7, 9)).toBe(costOfStep(9, 7));
  expect(costOfStep(0, 200)).toBeGreaterThan(costOfStep(0, 20));
});
