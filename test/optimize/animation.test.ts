import { expect, test } from 'vitest';
import { sharp } from '#src/image/files/sharp.js';
import {
  demandSameAnimation,
  fitsMemory,
  rewriteAnimation,
  showsSameFrames,
} from '#src/optimize/animation.js';
import { openSource } from '#src/optimize/source.js';
import { animatedGif, animatedWebp, samples } from './animations.ts';

test('an animation with fewer frames or other times is not the same', async () => {
  const file = await animatedGif(4);
  await expect(demandSameAnimation(file, file)).resolves.toBeUndefined();
  await expect(demandSameAnimation(file, await animatedGif(3))).rejects.toThrow(/times that end/);
  const faster = await sharp(file, { animated: true })
    .gif({ delay: [50, 60, 20, 80] })
    .toBuffer();
  await expect(demandSameAnimation(file, faster)).rejects.toThrow(/times that end/);
  const once = await sharp(file, { animated: true }).gif({ loop: 1 }).toBuffer();
  await expect(demandSameAnimation(file, once)).rejects.toThrow(/repeats/);
});

test('frames that look the same may become one', async () => {
  const one = samples(48, 32);
  const two = samples(48, 32, 2);
  const raw = (count: number) =>
    ({ width: 48, height: 32 * count, channels: 3, pageHeight: 32 }) as const;
  const write = (frames: Uint8Array[], delay: number[]) =>
    sharp(Buffer.concat(frames), { raw: raw(frames.length) })
      .gif({ delay, loop: 0, keepDuplicateFrames: true })
      .toBuffer();
  const file = await write([one, one, two], [50, 60, 70]);
  const joined = await write([one, two], [110, 70]);
  await expect(demandSameAnimation(file, joined)).resolves.toBeUndefined();
  expect(await showsSameFrames(file, joined)).toBe(true);
  const other = await write([two, one], [110, 70]);
  expect(await showsSameFrames(file, other)).toBe(false);
});

test('frames are compared sample by sample', async () => {
  const [a, b] = [await animatedWebp(3), await animatedWebp(4)];
  expect(await showsSameFrames(a, a)).toBe(true);
  expect(await showsSameFrames(a, b)).toBe(false);
  const lossy = await rewriteAnimation(a, { format: 'webp', options: { quality: 30 } });
  expect(await showsSameFrames(a, lossy)).toBe(false);
});

test('how many pixels of frames are decoded is bounded', async () => {
  const source = await openSource(await animatedGif(), 'a.gif', { maxPixels: 1e6 });
  expect(fitsMemory(source)).toBe(true);
  const many = { ...source, facts: { ...source.facts, frames: 1e5 } };
  expect(fitsMemory(many)).toBe(false);
});
