import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeImage, loadImageFile } from '#src/image/files/load.js';
import { encodePng, savePng } from '#src/image/files/save.js';
import { rasters } from '../../support/rasters.js';
import { scratch } from '../../support/scratch.ts';

test('every raster comes back from PNG as it was', async () => {
  await fc.assert(
    fc.asyncProperty(rasters, async (raster) => {
      const png = await encodePng(raster);
      expect(await decodeImage(png, { name: 'picture.png' })).toEqual(raster);
    }),
  );
});

test('a file is written, its folders with it', async () => {
  const folder = scratch();
  const file = path.join(folder, 'a', 'b', 'c.png');
  const raster = fc.sample(rasters, { seed: 1, numRuns: 1 })[0]!;
  await savePng(file, raster);
  expect(await loadImageFile(file)).toEqual(raster);
});
