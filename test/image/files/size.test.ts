import { expect, test } from 'vitest';
import { encode } from '#src/codecs/encode.js';
import { sharp } from '#src/image/files/sharp.js';
import { sizeOfHeader } from '#src/image/files/size.js';
import { picture } from '../../support/photos.ts';

const image = picture(33, 47);

test.each(['png', 'jpeg', 'webp', 'tiff', 'gif', 'avif'])(
  'the header of %s tells the size, without the pixels',
  async (codec) => {
    const { bytes } = await encode(image, codec);
    expect(await sizeOfHeader(bytes)).toMatchObject({ width: 33, height: 47 });
  },
);

test('needs no more of a JPEG than its head', async () => {
  const { bytes } = await encode(image, 'jpeg');
  expect(await sizeOfHeader(bytes.subarray(0, 700))).toMatchObject({ width: 33, height: 47 });
});

test('is that of the picture as it is seen', async () => {
  const turned = await sharp(image.data, { raw: { width: 33, height: 47, channels: 3 } })
    .jpeg()
    .withMetadata({ orientation: 8 })
    .toBuffer();
  expect(await sizeOfHeader(turned)).toMatchObject({ width: 47, height: 33 });
});

test('is not told of other formats, and of what is no picture', async () => {
  for (const codec of ['qoi', 'jxl']) {
    expect(await sizeOfHeader((await encode(image, codec)).bytes)).toBeNull();
  }
  expect(await sizeOfHeader(new TextEncoder().encode('text'))).toBeNull();
  expect(await sizeOfHeader(new Uint8Array())).toBeNull();
  expect(await sizeOfHeader((await encode(image, 'png')).bytes.subarray(0, 20))).toBeNull();
});
