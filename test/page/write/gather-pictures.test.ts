import { expect, test } from 'vitest';
import { tablesOf } from '#src/leaderboard/rd-table.js';
import { gatherPictures } from '#src/page/write/gather-pictures.js';
import { scratch } from '../../support/scratch.ts';
import { curveOf } from '../site.ts';

const tables = tablesOf(curveOf('webp', { images: 2 }));

test('without a cache no picture is there, and what is told may end the work', async () => {
  const limits = { images: 2, bytes: 1e6 };
  const told: number[][] = [];
  const { images, left } = await gatherPictures(scratch(), tables, limits, (...at) => {
    told.push(at);
  });
  expect(images).toEqual({ asked: 2, all: 2 });
  expect(left.map(({ reason }) => reason.code)).toEqual(['no-bitstream']);
  expect(told).toEqual(Array.from({ length: 10 }, (_, i) => [i + 1, 10]));
  const stop = (): void => {
    throw new Error('enough');
  };
  await expect(gatherPictures(scratch(), tables, limits, stop)).rejects.toThrow('enough');
});
