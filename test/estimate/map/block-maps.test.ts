import { expect, test } from 'vitest';
import { openJpegPipeline } from '#src/codecs/jpeg/wasm/pipeline.js';
import { blockSide, makeBlockMaps } from '#src/estimate/map/block-maps.js';
import { mapReadings } from '#src/estimate/map/readings.js';
import { convert } from '#src/image/convert.js';
import { greyPicture } from '../../support/estimates.ts';
import { picture } from '../../support/photos.ts';

test('maps hold what is read of every block, with its mean', async () => {
  const image = picture(203, 119);
  const maps = await makeBlockMaps(image);
  expect(Object.keys(maps)).toEqual(Object.keys(mapReadings));
  for (const { columns, rows, values, mean } of Object.values(maps)) {
    expect([columns, rows]).toEqual([13, 8]);
    expect(values).toHaveLength(13 * 8);
    expect(mean).toBeCloseTo(values.reduce((sum, v) => sum + v, 0) / values.length);
  }
  expect(maps.fine.mean).toBeGreaterThan(2 * maps.coarse.mean);
  const pipeline = await openJpegPipeline();
  const { quality } = mapReadings.fine;
  const file = pipeline.encode(pipeline.planes(image, [2, 2]), { quality });
  expect([...maps.fine.values]).toEqual([...pipeline.decode(file, { wantsBits: true }).bits!.bits]);
  expect(await makeBlockMaps(image)).toEqual(maps);
});

test('grey, alpha and 16 bits have the blocks of all others', async () => {
  const image = picture(70, 40);
  const plain = await makeBlockMaps(image);
  expect(await makeBlockMaps(convert(image, { channels: 4, depth: 16 }))).toEqual(plain);
  const grey = await makeBlockMaps(greyPicture(70, 40));
  expect([grey.fine.columns, grey.fine.rows]).toEqual([plain.fine.columns, plain.fine.rows]);
  expect(Math.min(...grey.fine.values)).toBeGreaterThan(0);
  expect(grey.chroma.mean).toBe(0);
});

test('the smallest picture has one block', async () => {
  const { fine } = await makeBlockMaps(picture(1, 1));
  expect([fine.columns, fine.rows]).toEqual([1, 1]);
  expect(blockSide).toBe(16);
});
