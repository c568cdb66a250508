import { describe, expect, test } from 'vitest';
import { changesNothing, planGeometry, type SizeAsk, sourceArea } from '#src/resize/geometry.js';

const photo = { width: 2000, height: 1500 };
const sizeOf = (ask: SizeAsk, source = photo) => {
  const { width, height } = planGeometry(source, ask);
  return [width, height];
};

describe('planGeometry', () => {
  test.each<[SizeAsk, number, number]>([
    [{}, 2000, 1500],
    [{ width: 800 }, 800, 600],
    [{ height: 300 }, 400, 300],
    [{ percent: 25 }, 500, 375],
    [{ percent: 0.001 }, 1, 1],
    [{ width: 800, height: 800 }, 800, 600],
    [{ width: 800, height: 800, fit: 'inside' }, 800, 600],
    [{ width: 800, height: 800, fit: 'exact' }, 800, 800],
    [{ width: 800, height: 800, fit: 'cover' }, 800, 800],
    [{ width: 800, height: 800, fit: 'contain' }, 800, 800],
    [{ width: 333, height: 333 }, 333, 250],
  ])('%j gives %i x %i', (ask, width, height) => {
    expect(sizeOf(ask)).toEqual([width, height]);
  });

  test('enlarges only when asked', () => {
    const small = { width: 40, height: 20 };
    expect(sizeOf({ width: 80 }, small)).toEqual([40, 20]);
    expect(sizeOf({ width: 80, enlarge: true }, small)).toEqual([80, 40]);
    expect(sizeOf({ percent: 200 }, small)).toEqual([80, 40]);
    expect(sizeOf({ width: 80, height: 80, fit: 'exact' }, small)).toEqual([20, 20]);
    expect(sizeOf({ width: 80, height: 80, fit: 'cover' }, small)).toEqual([20, 20]);
    expect(sizeOf({ width: 80, height: 80, fit: 'contain' }, small)).toEqual([80, 80]);
    expect(planGeometry(small, { width: 80, height: 80, fit: 'contain' }).scaled).toEqual(small);
  });

  test('gravity says what a crop keeps', () => {
    const ask = { width: 100, height: 100, fit: 'cover' } as const;
    const lefts = (['west', 'centre', 'east'] as const).map(
      (gravity) => planGeometry({ width: 400, height: 200 }, { ...ask, gravity }).window,
    );
    expect(lefts.map(({ left }) => left)).toEqual([0, 50, 100]);
    expect(planGeometry({ width: 200, height: 400 }, { ...ask, gravity: 'south' }).window.top).toBe(
      100,
    );
  });

  test('no picture has less than one pixel', () => {
    expect(sizeOf({ width: 10 }, { width: 5000, height: 1 })).toEqual([10, 1]);
    expect(sizeOf({ width: 1, height: 1, fit: 'cover' }, { width: 65_535, height: 1 })).toEqual([
      1, 1,
    ]);
  });
});

test('what stays as it is changes nothing', () => {
  expect(changesNothing(photo, planGeometry(photo, { width: 3000 }))).toBe(true);
  expect(changesNothing(photo, planGeometry(photo, { width: 1999 }))).toBe(false);
  const padded = planGeometry(photo, { width: 3000, height: 3000, fit: 'contain' });
  expect(changesNothing(photo, padded)).toBe(false);
});

test('a window is made of the part of the picture that lies there', () => {
  const { scaled, window } = planGeometry(photo, { width: 500, height: 500, fit: 'cover' });
  expect([scaled.width, window.left]).toEqual([667, 83]);
  const { x, y, width, height } = sourceArea(photo, { scaled, window });
  expect([x, width]).toEqual([expect.closeTo((83 * 2000) / 667), expect.closeTo(1_000_000 / 667)]);
  expect([y, height]).toEqual([0, 1500]);
});
