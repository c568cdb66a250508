import { describe, expect, test } from 'vitest';
import { encode } from '#src/codecs/encode.js';
import { decodeImage } from '#src/image/files/load.js';
import { sharp } from '#src/image/files/sharp.js';
import { shrinkJpeg } from '#src/image/files/shrink-jpeg.js';
import { createRaster } from '#src/image/raster.js';
import { shrink } from '#src/runtimes/sharp.js';
import { damagedJpegs } from '../../support/damaged-jpeg.ts';
import { greyPicture } from '../../support/estimates.ts';
import { picture } from '../../support/photos.ts';

const [width, height] = [800, 600];
/** What is smooth is the same whichever way it is made smaller. */
const smooth = createRaster({
  ...{ width, height, channels: 3, depth: 8 },
  data: Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % width, Math.floor(i / 3 / width)];
    return 128 + 60 * Math.sin(x / 90 + (i % 3)) + 50 * Math.cos(y / 70);
  }),
});

describe('a JPEG that is decoded to a width', () => {
  test('is the picture made smaller', async () => {
    for (const image of [smooth, greyPicture(500, 300)]) {
      const { bytes } = await encode(image, 'jpeg:quality=95');
      const small = (await shrinkJpeg(bytes, 100))!;
      const expected = await shrink(await decodeImage(bytes, { name: 'a.jpg' }), 100);
      const { data, ...layout } = expected;
      expect(small).toMatchObject(layout);
      const off = [...small.data].reduce((sum, v, i) => sum + Math.abs(v - data[i]!), 0);
      expect(off / data.length).toBeLessThan(3);
    }
  });

  test('is turned as its EXIF says', async () => {
    const turned = await sharp(smooth.data as Uint8Array, { raw: { width, height, channels: 3 } })
      .jpeg()
      .withMetadata({ orientation: 6 })
      .toBuffer();
    expect(await shrinkJpeg(turned, 60)).toMatchObject({ width: 60, height: 80 });
  });
});

test('others are left to a decode of the whole', async () => {
  const { bytes } = await encode(smooth, 'jpeg');
  const { cut } = await damagedJpegs(picture(200, 180));
  const wide = await sharp(bytes).withIccProfile('p3').jpeg().toBuffer();
  const cmyk = await sharp(bytes).toColourspace('cmyk').jpeg().toBuffer();
  for (const file of [(await encode(smooth, 'png')).bytes, cut, wide, cmyk, new Uint8Array()]) {
    expect(await shrinkJpeg(file, 50)).toBeNull();
  }
  expect(await shrinkJpeg(bytes, 800)).toBeNull();
  expect(await shrinkJpeg(bytes, 50, { maxPixels: 1000 })).toBeNull();
});
