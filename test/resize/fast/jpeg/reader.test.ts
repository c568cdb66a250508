import sharp from 'sharp';
import { expect, test } from 'vitest';
import { openJpegReader } from '#src/resize/fast/jpeg/reader.js';
import { fromRaster } from '#src/runtimes/sharp.js';
import { distance } from '../../../codecs/jpeg/wasm/planes.ts';
import { picture } from '../../../support/photos.ts';

const photo = fromRaster(picture(160, 120));
const jpeg = await photo.clone().jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer();
const reader = await openJpegReader();

function resized(file: Uint8Array, width: number, height: number) {
  const { refused } = reader.readHead(file);
  if (refused !== null) throw new Error(refused);
  const scaled = { width, height };
  const window = { left: 0, top: 0, ...scaled };
  return reader.resize(file, { scaled, window, filter: 'lanczos3' });
}

test.each([
  [159, 119],
  [80, 60],
  [53, 40],
  [20, 15],
])('at %ix%i it is near libvips', async (width, height) => {
  const { channels, data } = resized(jpeg, width, height);
  const wanted = await sharp(jpeg)
    .resize(width, height, { fit: 'fill', fastShrinkOnLoad: false })
    .raw()
    .toBuffer();
  expect(channels).toBe(3);
  expect(distance(data, wanted).mean).toBeLessThan(3);
});

test('grey stays grey, and a turned picture is upright', async () => {
  const grey = await photo.clone().toColourspace('b-w').jpeg().toBuffer();
  expect(resized(grey, 40, 30)).toMatchObject({ channels: 1, width: 40, height: 30 });
  // Exif of one entry: the orientation, 6.
  const tiff = '49492a0008000000' + '0100' + '120103000100000006000000' + '00000000';
  const exif = Buffer.concat([Buffer.from('Exif\0\0'), Buffer.from(tiff, 'hex')]);
  const marker = Buffer.of(0xff, 0xe1, 0, exif.length + 2);
  const turned = Buffer.concat([jpeg.subarray(0, 2), marker, exif, jpeg.subarray(2)]);
  expect(reader.readHead(turned)).toMatchObject({ width: 160, height: 120, orientation: 6 });
  const upright = resized(turned, 40, 30);
  expect([upright.width, upright.height]).toEqual([30, 40]);
  const wanted = await sharp(turned).autoOrient().resize(30, 40, { fit: 'fill' }).raw().toBuffer();
  expect(distance(upright.data, wanted).mean).toBeLessThan(3);
});

test('a profile is for the libraries, and a cut file an error', async () => {
  const p3 = await photo.clone().withIccProfile('p3').jpeg().toBuffer();
  expect(reader.readHead(p3).refused).toBe('it has a profile');
  expect(() => resized(jpeg.subarray(0, jpeg.length >> 1), 40, 30)).toThrow();
  reader.renew();
  expect(resized(jpeg, 4, 3).data).toHaveLength(36);
});
