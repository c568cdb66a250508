import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { planSweeps } from '#src/sweeps/several.js';
import { savePictures } from '../support/photos.ts';
import { scratch } from '../support/scratch.ts';

let folder: string;
beforeEach(() => {
  folder = scratch();
});

describe('a sweep of several data sets', () => {
  const plan = (...datasets: readonly string[]) =>
    planSweeps(datasets, { codecs: 'jpeg:quality=50', metrics: 'psnr', out: folder, limit: 2 });

  test('has a plan for each, and selects in each', async () => {
    const [first, second] = [path.join(folder, 'first'), path.join(folder, 'second')];
    await savePictures(first, 3);
    await savePictures(second, 1);
    const plans = await plan(first, second);
    expect(plans.map(({ dataset, images }) => [dataset, images.length])).toEqual([
      ['first', 2],
      ['second', 1],
    ]);
    expect(plans.map(({ rd }) => rd!.jobs.length)).toEqual([4, 2]);
  });

  test('refuses two of one name, and any that is not there, before any work', async () => {
    const [first, other] = [path.join(folder, 'photos'), path.join(folder, 'x', 'photos')];
    await savePictures(first, 1);
    await savePictures(other, 1);
    await expect(plan(first, other)).rejects.toThrow(/would both be the data set photos/);
    await expect(plan(first, 'nowhere')).rejects.toThrow(/unknown data set 'nowhere'/);
  });
});
