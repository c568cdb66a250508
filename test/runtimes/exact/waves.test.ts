import { expect, test } from 'vitest';
import { slopeOf, wavesOf } from '#src/runtimes/exact/waves.js';

const mask = (side: number) => {
  const reach = (side - 1) / 2;
  return Array.from({ length: (side * side - 1) / 2 }, (_, tap) => ({
    dy: Math.floor(tap / side) - reach,
    dx: (tap % side) - reach,
  }));
};

test('the slope of masks', () => {
  expect(slopeOf(mask(5))).toBe(3);
  expect(slopeOf(mask(3))).toBe(2);
  expect(slopeOf(mask(7))).toBe(4);
  expect(slopeOf([{ dy: 0, dx: -1 }])).toBe(0);
  expect(slopeOf([{ dy: -2, dx: 2 }])).toBe(2);
});

test('a tap that looks ahead has none', () => {
  expect(slopeOf([...mask(3), { dy: 0, dx: 0 }])).toBeNull();
  expect(slopeOf([{ dy: 1, dx: -2 }])).toBeNull();
});

test.each([
  [1, 1],
  [1, 9],
  [9, 1],
  [4, 7],
  [7, 4],
])('every place of %i x %i once, after all that its mask names', (height, width) => {
  for (const taps of [mask(3), mask(5), [{ dy: 0, dx: -1 }]]) {
    const waves = wavesOf({ height, width }, slopeOf(taps)!);
    const waveOf = new Map<number, number>();
    for (const [wave, places] of waves.entries()) for (const at of places) waveOf.set(at, wave);
    const all = Array.from(waves, (places) => [...places]).flat();
    expect(all.toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: height * width }, (_, i) => i),
    );
    for (const at of all) {
      for (const { dy, dx } of taps) {
        const [y, x] = [Math.floor(at / width) + dy, (at % width) + dx];
        if (y < 0 || x < 0 || x >= width) continue;
        expect(waveOf.get(y * width + x)!).toBeLessThan(waveOf.get(at)!);
      }
    }
  }
});
