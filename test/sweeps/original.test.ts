import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { openDataset } from '#src/datasets/dataset.js';
import { findPicture } from '#src/sweeps/find-picture.js';
import { loadOriginal } from '#src/sweeps/original.js';
import { scratch } from '../support/scratch.ts';

const whole = { crop: null, maxPixels: 1e6, lenient: false };
const sample = async () => (await openDataset('sample', { images: ['beach'] })).images[0]!;

describe('loadOriginal', () => {
  test('gives the picture with its file, or the centre of it without', async () => {
    const image = await sample();
    const { picture, file } = await loadOriginal(image, whole);
    expect(file && Buffer.compare(file, readFileSync(image.path))).toBe(0);
    const centre = await loadOriginal(image, { ...whole, crop: '16x8' });
    expect([centre.picture.width, centre.picture.height, centre.file]).toEqual([16, 8, null]);
    expect(picture.width).toBeGreaterThan(16);
  });

  test('a file that has changed is refused', async () => {
    const image = await sample();
    const changed = path.join(scratch(), 'beach.png');
    copyFileSync(image.path, changed);
    writeFileSync(changed, 'more', { flag: 'a' });
    await expect(loadOriginal({ ...image, path: changed }, whole)).rejects.toMatchObject({
      code: 'picture-changed',
      data: { file: changed },
    });
  });

  test('where the path leads nowhere, as on another machine, the data set has it by its content', async () => {
    const image = await sample();
    const elsewhere = { ...image, path: '/nowhere/beach.png' };
    const { picture } = await loadOriginal({ ...elsewhere, dataset: 'sample' }, whole);
    expect(picture).toEqual((await loadOriginal(image, whole)).picture);
    await expect(loadOriginal(elsewhere, whole)).rejects.toThrow('ENOENT');
    await expect(loadOriginal({ ...elsewhere, dataset: 'photos' }, whole)).rejects.toThrow(
      'ENOENT',
    );
  });

  test('a picture above the limit is refused', async () => {
    await expect(loadOriginal(await sample(), { ...whole, maxPixels: 10 })).rejects.toThrow(
      'more than 10 pixels',
    );
  });
});

test('findPicture finds by content, in the data sets of the project alone', async () => {
  const { path: file, sha256 } = await sample();
  expect(await findPicture('sample', sha256)).toBe(file);
  expect(await findPicture('sample', '0'.repeat(64))).toBeNull();
  expect(await findPicture('../sample', sha256)).toBeNull();
});
