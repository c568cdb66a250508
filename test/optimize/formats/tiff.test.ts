import { expect, test } from 'vitest';
import { sharp } from '#src/image/files/sharp.js';
import { tiff } from '#src/optimize/formats/tiff.js';
import { picture } from '../../support/photos.ts';
import { runTrials } from './source.ts';

const { data, width, height, channels } = picture(70, 50);
const file = await sharp(data, { raw: { width, height, channels } })
  .tiff({ compression: 'none' })
  .toBuffer();

test('deflate, LZW and JPEG at the same time, without loss but for JPEG', async () => {
  expect(tiff.inParallel).toBe(true);
  const made = await runTrials(file, 'tiff');
  expect(Object.keys(made)).toEqual(['deflate', 'lzw', 'jpeg', 'strip']);
  for (const id of ['deflate', 'lzw', 'strip']) {
    expect((await sharp(made[id]!).raw().toBuffer()).equals(data as Uint8Array), id).toBe(true);
  }
  expect(made['deflate']!.length).toBeLessThan(file.length);
  expect(made['jpeg']!.length).toBeLessThan(made['deflate']!.length / 2);
});

test('one after the other they are the same bytes', async () => {
  const [first, second] = await Promise.all([runTrials(file, 'tiff'), runTrials(file, 'tiff')]);
  expect(first).toEqual(second);
});
