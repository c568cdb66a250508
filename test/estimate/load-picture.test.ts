import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { encode } from '#src/codecs/encode.js';
import { pictureOfFile, pictureOfSamples } from '#src/estimate/load-picture.js';
import { encodePng } from '#src/image/files/save.js';
import { sharp } from '#src/image/files/sharp.js';
import type { Raster } from '#src/image/raster.js';
import { damagedJpegs } from '../support/damaged-jpeg.ts';
import { picture } from '../support/photos.ts';
import { withChunk } from '../support/png.ts';
import { describeShared, shared } from '../support/shared.ts';

const image = picture(60, 40);

describe('a picture of a file', () => {
  test('has the size, format and bytes of the file, and its samples', async () => {
    const bytes = await encodePng(image);
    const opened = await pictureOfFile(bytes, { name: 'a.png' });
    expect(opened).toMatchObject({
      width: 60,
      height: 40,
      file: { bytes: bytes.length, format: 'png' },
    });
    expect((await opened.samples()).data).toEqual(image.data);
  });

  test('whose pixels are broken has a size all the same', async () => {
    const { bytes } = await encode(image, 'jpeg');
    const broken = bytes.slice(0, 700);
    const opened = await pictureOfFile(broken, { name: 'a.jpg' });
    expect(opened).toMatchObject({ width: 60, height: 40, file: { bytes: 700, format: 'jpeg' } });
    await expect(opened.samples()).rejects.toThrow(/a\.jpg is damaged/);
  });

  test('of a codec of the bench is decoded for its size', async () => {
    const { bytes } = await encode(image, 'qoi');
    const opened = await pictureOfFile(bytes, { name: 'a.qoi' });
    expect(opened).toMatchObject({ width: 60, height: 40, file: { format: 'qoi' } });
    expect((await opened.samples()).data).toEqual(image.data);
  });

  test('that is turned by its EXIF has the size of the picture that is seen', async () => {
    const bytes = await sharp(image.data, { raw: { width: 60, height: 40, channels: 3 } })
      .jpeg()
      .withMetadata({ orientation: 6 })
      .toBuffer();
    const opened = await pictureOfFile(bytes, { name: 'a.jpg' });
    const { width, height } = await opened.samples();
    expect([width, height]).toEqual([40, 60]);
    expect(opened).toMatchObject({ width, height });
  });

  test('that is vector graphics is an error that says what to do', async () => {
    const svg = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>');
    for (const [name, bytes] of [
      ['a.svg', svg],
      ['a.svgz', gzipSync(svg)],
    ] as const) {
      await expect(pictureOfFile(bytes, { name })).rejects.toThrow(
        /^a\.svgz? is SVGZ?: expected a picture of pixels, .*; render it first$/,
      );
    }
  });

  test('that is an animation tells so', async () => {
    const png = withChunk(await encodePng(image), 'acTL', Buffer.from([0, 0, 0, 4, 0, 0, 0, 0]));
    expect(await pictureOfFile(png, { name: 'a.png' })).toMatchObject({ holdsSeveral: true });
  });

  test('that is damaged is taken where that is allowed, and tells so', async () => {
    const { cut } = await damagedJpegs(image);
    const opened = await pictureOfFile(cut, { name: 'a.jpg', lenient: true });
    await opened.samples();
    expect(opened.damage).toMatch(/premature end/);
  });

  test('that is none is an error with its name', async () => {
    const bytes = new TextEncoder().encode('no picture');
    await expect(pictureOfFile(bytes, { name: 'a.txt' })).rejects.toThrow(/a\.txt is no image/);
  });
});

describe('a picture of samples', () => {
  test('has no file', async () => {
    const opened = pictureOfSamples(image);
    expect(opened).toMatchObject({ width: 60, height: 40, file: null });
    expect(await opened.samples()).toBe(image);
  });

  test('that is none is an error', () => {
    const wrong: Raster = { ...image, width: 61 };
    expect(() => pictureOfSamples(wrong)).toThrow(RangeError);
  });
});

describeShared('animations of formats that codecs of the bench decode', () => {
  test.each(['libavif/colors-animated-8bpc.avif', 'jxl/conformance/animation_spline.jxl'])(
    '%s tells so',
    async (file) => {
      const bytes = readFileSync(shared('fuzz', file));
      expect(await pictureOfFile(bytes, { name: file })).toMatchObject({ holdsSeveral: true });
    },
  );
});
