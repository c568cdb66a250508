import { expect, test } from 'vitest';
import { startPictures } from '#src/page/write/picture-set.js';

test('the first images are asked for, and nothing is there yet', () => {
  const { pictures, files } = startPictures({ images: ['a', 'b', 'c'] }, 2);
  expect(pictures.images.map(({ asked }) => asked)).toEqual([true, true, false]);
  expect(pictures.images.every(({ original, thumbnail }) => !original && !thumbnail)).toBe(true);
  expect([pictures.shown, pictures.reasons, files.size]).toEqual([[], [], 0]);
  const all = startPictures({ images: ['a'] }, Number.POSITIVE_INFINITY);
  expect(all.pictures.images[0]!.asked).toBe(true);
});
