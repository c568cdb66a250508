import { expect, test } from 'vitest';
import { encode } from '#src/codecs/encode.js';
import { readHeader } from '#src/image/files/header.js';
import { encodePng } from '#src/image/files/save.js';
import { sharp } from '#src/image/files/sharp.js';
import { picture } from '../../support/photos.ts';
import { withChunk } from '../../support/png.ts';

const image = picture(33, 47);

test.each(['png', 'jpeg', 'webp', 'tiff', 'gif', 'avif'])(
  'the header of %s tells the size, without the pixels',
  async (codec) => {
    const { bytes } = await encode(image, codec);
    expect(await readHeader(bytes)).toMatchObject({ width: 33, height: 47 });
  },
);

test('needs no more of a JPEG than its head', async () => {
  const { bytes } = await encode(image, 'jpeg');
  expect(await readHeader(bytes.subarray(0, 700))).toMatchObject({ width: 33, height: 47 });
});

test('is that of the picture as it is seen', async () => {
  const turned = await sharp(image.data, { raw: { width: 33, height: 47, channels: 3 } })
    .jpeg()
    .withMetadata({ orientation: 8 })
    .toBuffer();
  expect(await readHeader(turned)).toMatchObject({ width: 47, height: 33 });
});

test('is not told of other formats, and of what is no picture', async () => {
  for (const codec of ['qoi', 'jxl']) {
    expect(await readHeader((await encode(image, codec)).bytes)).toBeNull();
  }
  expect(await readHeader(new TextEncoder().encode('text'))).toBeNull();
  expect(await readHeader(new Uint8Array())).toBeNull();
  expect(await readHeader((await encode(image, 'png')).bytes.subarray(0, 20))).toBeNull();
});

test('tells of a file that holds more pictures than the first', async () => {
  const several = async (bytes: Uint8Array) => (await readHeader(bytes))?.holdsSeveral;
  const frames = Uint8Array.from([...image.data, ...picture(33, 47, 2).data]);
  const strip = { raw: { width: 33, height: 94, channels: 3, pageHeight: 47 } } as const;
  for (const format of ['gif', 'webp'] as const) {
    expect(await several(await sharp(frames, strip).toFormat(format).toBuffer())).toBe(true);
    expect(await several((await encode(image, format)).bytes)).toBe(false);
  }
  const png = await encodePng(image);
  expect(await several(png)).toBe(false);
  const control = (count: number) => Buffer.from([0, 0, 0, count, 0, 0, 0, 0]);
  expect(await several(withChunk(png, 'acTL', control(3)))).toBe(true);
  expect(await several(withChunk(png, 'acTL', control(1)))).toBe(false);
});
