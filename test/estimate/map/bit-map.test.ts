import { expect, test } from 'vitest';
import { openJpegPipeline } from '#src/codecs/jpeg/wasm/pipeline.js';
import { blockSide, makeBitMaps } from '#src/estimate/map/bit-map.js';
import { mapQualities } from '#src/estimate/map/qualities.js';
import { convert } from '#src/image/convert.js';
import { greyPicture } from '../../support/estimates.ts';
import { picture } from '../../support/photos.ts';

test('maps have the bits of JPEGs of the whole picture, and a finer one more', async () => {
  const image = picture(203, 119);
  const [coarse, fine] = (await makeBitMaps(image, [20, 90])) as [Map, Map];
  for (const { columns, rows, bits, mean } of [coarse, fine]) {
    expect([columns, rows]).toEqual([13, 8]);
    expect(bits).toHaveLength(13 * 8);
    expect(mean).toBeCloseTo(bits.reduce((sum, b) => sum + b, 0) / bits.length);
  }
  expect([coarse.quality, fine.quality]).toEqual([20, 90]);
  expect(fine.mean).toBeGreaterThan(2 * coarse.mean);
  const pipeline = await openJpegPipeline();
  const file = pipeline.encode(pipeline.planes(image, [2, 2]), { quality: 90 });
  expect([...fine.bits]).toEqual([...pipeline.decode(file, { wantsBits: true }).bits!.bits]);
  expect(await makeBitMaps(image, [20, 90])).toEqual([coarse, fine]);
});

type Map = Awaited<ReturnType<typeof makeBitMaps>>[number];

test('grey, alpha and 16 bits have the blocks of all others', async () => {
  const image = picture(70, 40);
  const [plain] = (await makeBitMaps(image, [50])) as [Map];
  const deep = convert(image, { channels: 4, depth: 16 });
  expect(await makeBitMaps(deep, [50])).toEqual([plain]);
  const [grey] = (await makeBitMaps(greyPicture(70, 40), [50])) as [Map];
  expect([grey.columns, grey.rows]).toEqual([plain.columns, plain.rows]);
  expect(Math.min(...grey.bits)).toBeGreaterThan(0);
  // A block of 16 holds four units of grey.
  expect(grey.mean).toBeGreaterThan(plain.mean / 4);
});

test('the smallest picture has one block', async () => {
  const [map] = (await makeBitMaps(picture(1, 1), [50])) as [Map];
  expect([map.columns, map.rows]).toEqual([1, 1]);
  expect(blockSide).toBe(16);
});

test('maps are made at legal qualities, from coarse to fine', () => {
  expect(mapQualities).toEqual([...mapQualities].sort((a, b) => a - b));
  expect(mapQualities.every((quality) => quality >= 1 && quality <= 100)).toBe(true);
});
