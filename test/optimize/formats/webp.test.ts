import { expect, test } from 'vitest';
import { readAnimation } from '#src/image/files/animation.js';
import { encodePng } from '#src/image/files/save.js';
import { showsSameFrames } from '#src/optimize/animation.js';
import { picture } from '../../support/photos.ts';
import { animatedGif, animatedWebp } from '../animations.ts';
import { runTrials } from './source.ts';

test('animations of GIF and WebP keep frames, delays and repeats', async () => {
  for (const file of [await animatedGif(), await animatedWebp()]) {
    const before = await readAnimation(file);
    const made = await runTrials(file, 'webp');
    expect(Object.keys(made)).toEqual(
      expect.arrayContaining(['webp-frames', 'webp-frames-lossless']),
    );
    for (const bytes of Object.values(made)) expect(await readAnimation(bytes!)).toEqual(before);
    expect(await showsSameFrames(file, made['webp-frames-lossless']!)).toBe(true);
    expect(made['webp-frames']!.length).toBeLessThan(made['webp-frames-lossless']!.length);
  }
});

test('stills by quality, and without loss those that had none', async () => {
  const made = await runTrials(await encodePng(picture(40, 30)), 'webp');
  expect(Object.keys(made)).toEqual(['webp', 'webp-lossless']);
  expect(made['webp']!.length).toBeLessThan(made['webp-lossless']!.length);
});
