import { expect, onTestFinished, test } from 'vitest';
import { openPyramid, type PyramidOptions } from '#src/metrics/ssim/pyramid.js';
import { picture } from '../pictures.ts';

const recipe = { width: 150, height: 70, channels: 3, depth: 8, seed: 1 } as const;
const [original, decoded] = [picture(recipe), picture(recipe, 12)];

async function opened(options?: PyramidOptions) {
  const pyramid = await openPyramid(original, options);
  onTestFinished(() => pyramid.close());
  return pyramid;
}

const sumOf = (values: ArrayLike<number>) =>
  Array.from(values).reduce((sum, each) => sum + each, 0);

test('the original lacks nothing at any scale, a noisy picture does in every channel', async () => {
  const pyramid = await opened({ scales: 3 });
  expect(pyramid.scales.map(({ x, y }) => [x.length, y.length])).toEqual([
    [150, 70],
    [75, 35],
    [38, 18],
  ]);
  for (const scale of [0, 1, 2]) {
    for (const channel of [0, 1, 2]) {
      pyramid.load(original);
      expect(sumOf(pyramid.losses(scale, channel))).toBeCloseTo(0, 3);
      pyramid.load(decoded);
      const losses = pyramid.losses(scale, channel);
      expect(losses).toHaveLength(2);
      expect(Math.min(...losses)).toBeGreaterThan(0.1);
    }
  }
});

test('the losses of the windows sum up to those of the tiles', async () => {
  const pyramid = await opened();
  pyramid.load(decoded);
  let windows: number[] = [];
  const { x, y } = pyramid.scales[0]!;
  const losses = pyramid.losses(0, 1, {
    map: (all, pitch) => {
      windows = Array.from({ length: y.windows }, (_, row) =>
        Array.from(all.subarray(row * pitch, row * pitch + x.windows)),
      ).flat();
    },
  });
  expect(windows).toHaveLength(140 * 60);
  expect(sumOf(windows)).toBeCloseTo(sumOf(losses), 1);
});

test('without luminance a brighter picture lacks less', async () => {
  const pyramid = await opened();
  const brighter = { ...original, data: original.data.map((each) => Math.min(255, each + 20)) };
  pyramid.load(brighter);
  const whole = sumOf(pyramid.losses(0, 0));
  expect(sumOf(pyramid.losses(0, 0, { structureOnly: true }))).toBeLessThan(whole / 2);
});

test('pooled, the resolution of the picture itself is not compared', async () => {
  const { scales } = await opened({ pool: 3 });
  expect(scales.map(({ x, y }) => [x.length, y.length])).toEqual([[50, 23]]);
});
