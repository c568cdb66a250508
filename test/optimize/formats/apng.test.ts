import { expect, test } from 'vitest';
import { readApng } from '#src/optimize/apng/read.js';
import { formatOfFile } from '#src/optimize/formats/table.js';
import { animationControl, type Chunk, file, twoFrames } from '../apng/files.ts';
import { factsOf, runTrials } from './source.ts';

const animation = file(...twoFrames);

test('frames are told, and compressed anew without metadata', async () => {
  expect(formatOfFile(animation)).toBe('apng');
  expect(await factsOf(animation)).toMatchObject({ width: 20, height: 10, frames: 2 });
  const text: Chunk = ['tEXt', Buffer.from('Author\0somebody')];
  const told = file(...twoFrames.slice(0, 3), text, ...twoFrames.slice(3));
  const { frames } = await runTrials(told, 'apng');
  expect(frames!.length).toBeLessThan(animation.length);
  expect(Buffer.from(frames!).includes('somebody')).toBe(false);
  expect(readApng(frames!, { maxPixels: 1e6 }).pictures).toHaveLength(2);
});

test('no trial of another format takes it', async () => {
  for (const format of ['png', 'jpeg', 'webp', 'gif', 'tiff', 'bmp'] as const) {
    expect(Object.keys(await runTrials(animation, format)), format).toEqual([]);
  }
});

test('an animation of no frame is refused', async () => {
  const none = file(twoFrames[0]!, ['acTL', animationControl(0)], ...twoFrames.slice(2));
  await expect(factsOf(none)).rejects.toThrow(/tells of 0 frames/);
});
