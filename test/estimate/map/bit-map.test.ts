import { expect, test } from 'vitest';
import { blockSide, makeBitMap } from '#src/estimate/map/bit-map.js';
import { readJpegBits } from '#src/estimate/map/jpeg-bits.js';
import { mapQualities } from '#src/estimate/map/qualities.js';
import { convert } from '#src/image/convert.js';
import { sharp } from '#src/image/files/sharp.js';
import { greyPicture } from '../../support/estimates.ts';
import { picture } from '../../support/photos.ts';

test('a map has the bits of a JPEG of the whole picture, and a finer one more', async () => {
  const image = picture(203, 119);
  const [coarse, fine] = [await makeBitMap(image, 20), await makeBitMap(image, 90)];
  for (const { columns, rows, bits, mean } of [coarse, fine]) {
    expect([columns, rows]).toEqual([13, 8]);
    expect(bits).toHaveLength(13 * 8);
    expect(mean).toBeCloseTo(bits.reduce((sum, b) => sum + b, 0) / bits.length);
  }
  expect(fine.mean).toBeGreaterThan(2 * coarse.mean);
  const { data, width, height } = image;
  const file = await sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 90, chromaSubsampling: '4:2:0', optimiseCoding: false })
    .toBuffer();
  expect([...fine.bits]).toEqual([...readJpegBits(file).bits]);
  expect((await makeBitMap(image, 90)).bits).toEqual(fine.bits);
});

test('grey, alpha and 16 bits have the blocks of all others', async () => {
  const image = picture(70, 40);
  const plain = await makeBitMap(image, 50);
  const deep = convert(image, { channels: 4, depth: 16 });
  const same = await makeBitMap(deep, 50);
  expect(same.bits).toEqual(plain.bits);
  const grey = await makeBitMap(greyPicture(70, 40), 50);
  expect([grey.columns, grey.rows]).toEqual([plain.columns, plain.rows]);
  expect(Math.min(...grey.bits)).toBeGreaterThan(0);
  // A block of 16 holds four units of grey.
  expect(grey.mean).toBeGreaterThan(plain.mean / 4);
});

test('the smallest picture has one block', async () => {
  const map = await makeBitMap(picture(1, 1), 50);
  expect([map.columns, map.rows]).toEqual([1, 1]);
  expect(blockSide).toBe(16);
});

test('maps are made at legal qualities, from coarse to fine', () => {
  expect(mapQualities).toEqual([...mapQualities].sort((a, b) => a - b));
  expect(mapQualities.every((quality) => quality >= 1 && quality <= 100)).toBe(true);
});
