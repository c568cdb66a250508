import { expect, test } from 'vitest';
import { encode } from '#src/codecs/encode.js';
import { encodePng } from '#src/image/files/save.js';
import { createRaster } from '#src/image/raster.js';
import { busynessOf } from '#src/optimize/quick-jpeg.js';
import { openSource } from '#src/optimize/source.js';
import { picture } from '../support/photos.ts';

const open = async (image: Parameters<typeof encodePng>[0]) =>
  openSource(await encodePng(image), 'a.png', { maxPixels: 1e6 });

test('is the size of the JPEG that curves are told by, and made once', async () => {
  const image = picture(96, 64);
  const source = await open(image);
  const { bytes } = await encode(image, 'jpeg:quality=75');
  expect(await busynessOf(source)).toBe(bytes.length / (96 * 64));
  expect(await busynessOf(source)).toBe(bytes.length / (96 * 64));
});

test('is greater of noise than of an even area, of grey, with alpha and of 16 bits', async () => {
  for (const channels of [1, 3, 4] as const) {
    for (const depth of [8, 16] as const) {
      const noisy = async (share: number): Promise<number | undefined> => {
        const values = Array.from({ length: 64 * 64 * channels }, (_, i) => share * ((i * i) % 97));
        const data =
          depth === 8 ? Uint8Array.from(values) : Uint16Array.from(values, (v) => v * 257);
        return busynessOf(
          await open(createRaster({ width: 64, height: 64, channels, depth, data })),
        );
      };
      expect(await noisy(2), `${channels} channels, ${depth} bits`).toBeGreaterThan(
        2 * (await noisy(0))!,
      );
    }
  }
});

test('of a picture that is longer than a JPEG can be there is none', async () => {
  const row = (width: number) =>
    createRaster({ width, height: 1, channels: 1, depth: 8, data: new Uint8Array(width) });
  expect(await busynessOf(await open(row(65501)))).toBeUndefined();
  expect(await busynessOf(await open(row(65500)))).toBeGreaterThan(0);
});
