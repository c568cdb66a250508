import path from 'node:path';
import { expect, test } from 'vitest';
import { loadManifest, projectDatasets } from '#src/datasets/catalogue.js';
import { sameSamples } from '#src/image/compare.js';
import { crop } from '#src/image/crop.js';
import { loadImageFile } from '#src/image/files/load.js';
import type { Raster } from '#src/image/raster.js';
import { samplePictures, tinyPictures } from '../../scripts/sample-pictures.js';
import { describeShared, shared } from '../support/shared.js';

const { files } = await loadManifest('sample');

async function load(name: string, dataset = 'sample') {
  return loadImageFile(path.join(projectDatasets, dataset, `${name}.png`));
}

/** Same layout and samples; `toEqual` takes a second for a picture of this size. */
function expectSame(a: Raster, b: Raster): void {
  expect([a.channels, a.depth]).toEqual([b.channels, b.depth]);
  expect(sameSamples(a, b)).toBe(true);
}

test('it is small in bytes and in pixels', () => {
  expect(files.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(2e6);
  expect(files.reduce((sum, { width, height }) => sum + width * height, 0)).toBeLessThan(800_000);
});

test('it has the sizes that its manifest says, and every layout', async () => {
  const layouts = new Set<string>();
  for (const { name, width, height } of files) {
    const image = await load(name);
    expect([name, image.width, image.height]).toEqual([name, width, height]);
    layouts.add(`${image.channels}x${image.depth}`);
  }
  expect([...layouts].sort()).toEqual(['1x8', '3x16', '3x8', '4x8']);
});

test.each(Object.entries(samplePictures))('%s is what the script draws', async (name, { draw }) => {
  expectSame(await load(name), draw());
});

test.each(Object.entries(tinyPictures))('%s is what the script draws', async (name, { draw }) => {
  expectSame(await load(name, 'tiny'), draw());
});

test('its pictures are worth a mean: none is tiny, and each has a class', () => {
  for (const { name, width, height, content } of files) {
    expect(width * height, name).toBeGreaterThan(6_000);
    expect(content, name).toBeDefined();
  }
});

describeShared('sample photographs', () => {
  test.each(files.filter(({ origin }) => origin?.includes('crop')))(
    '$name is cut from where its manifest says',
    async ({ name, origin = '' }) => {
      const [, from, ...numbers] =
        /^gb82-photo (\S+), crop (\d+)x(\d+)\+(\d+)\+(\d+)/.exec(origin) ?? [];
      const [width = 0, height = 0, left = 0, top = 0] = numbers.map(Number);
      const source = await loadImageFile(shared('datasets/gb82-photo', `${from}.png`));
      const cut = crop(source, { left, top, width, height });
      const image = await load(name);
      if (image.channels === 3) expectSame(image, cut);
      else {
        let worst = 0;
        for (const [i, sample] of image.data.entries()) {
          const [r = 0, g = 0, b = 0] = cut.data.subarray(3 * i, 3 * i + 3);
          worst = Math.max(worst, Math.abs(sample - (0.299 * r + 0.587 * g + 0.114 * b)));
        }
        expect(worst).toBeLessThan(0.501);
      }
    },
  );
});
