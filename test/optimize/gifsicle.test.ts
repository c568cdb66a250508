import { expect, test } from 'vitest';
import { showsSameFrames } from '#src/optimize/animation.js';
import { hasGifsicle, runGifsicle } from '#src/optimize/gifsicle.js';
import { animatedGif } from './animations.ts';

test.skipIf(!hasGifsicle())('frames are coded again, with loss or without', async () => {
  const file = await animatedGif();
  const same = await runGifsicle(file, { lossy: 0 });
  expect(await showsSameFrames(file, same)).toBe(true);
  const lossy = await runGifsicle(file, { lossy: 80 });
  expect(lossy.length).toBeLessThan(same.length);
  await expect(runGifsicle(file.subarray(0, 20), { lossy: 0 })).rejects.toThrow();
});

test('a program that is not there is not used', async () => {
  if (hasGifsicle()) return;
  await expect(runGifsicle(await animatedGif(), { lossy: 0 })).rejects.toThrow(/gifsicle/);
});
