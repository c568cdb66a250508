import { expect, test } from 'vitest';
import { createRaster } from '#src/image/raster.js';
import { looksAlike } from '#src/optimize/svg/alike.js';

const drawing = (change: (data: Uint8Array) => void = () => {}) => {
  const data = new Uint8Array(4 * 40 * 40).fill(200);
  change(data);
  return createRaster({ width: 40, height: 40, channels: 4, depth: 8, data });
};

test('edges may move by what rounding does, and no more', () => {
  expect(looksAlike(drawing(), drawing())).toBe(true);
  expect(
    looksAlike(
      drawing(),
      drawing((data) => data.fill(180, 0, 3)),
    ),
  ).toBe(true);
  expect(
    looksAlike(
      drawing(),
      drawing((data) => data.fill(0, 0, 3)),
    ),
  ).toBe(false);
  expect(
    looksAlike(
      drawing(),
      drawing((data) => data.fill(199)),
    ),
  ).toBe(false);
  const other = createRaster({ ...drawing(), width: 20, height: 80 });
  expect(looksAlike(drawing(), other)).toBe(false);
});

test('what is transparent has no colour', () => {
  const clear = (colour: number) =>
    drawing((data) => {
      for (let i = 0; i < 400; i += 4) data.set([colour, colour, colour, 0], i);
    });
  expect(looksAlike(clear(0), clear(255))).toBe(true);
});
