import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { sameSamples } from '#src/image/compare.js';
import { decodeImage } from '#src/image/files/load.js';
import { encodePng } from '#src/image/files/save.js';
import { readPng } from '#src/image/png-read.js';
import { storePng } from '#src/image/png-store.js';
import { encodePam } from '#src/image/pnm.js';
import { createRaster, type Raster } from '#src/image/raster.js';
import expectedDigests from '../fixtures/pngsuite.json' with { type: 'json' };
import { withChunk } from '../support/png.ts';
import { generator } from '../support/random.ts';
import { describeShared, shared } from '../support/shared.ts';

const maxPixels = 2 ** 20;

function noise(width: number, height: number, channels: 1 | 3 | 4, depth: 8 | 16): Raster {
  const next = generator(width * height + channels + depth);
  const data = new (depth === 8 ? Uint8Array : Uint16Array)(width * height * channels);
  for (let i = 0; i < data.length; i++) data[i] = Math.floor(next() * 2 ** depth);
  return createRaster({ width, height, channels, depth, data });
}

const shapes = ([1, 3, 4] as const).flatMap((channels) =>
  ([8, 16] as const).flatMap((depth) =>
    [
      [1, 1],
      [1, 17],
      [17, 1],
      [33, 47],
      [300, 200],
    ].map(([width, height]) => noise(width!, height!, channels, depth)),
  ),
);

test('what is stored is read as it was, here and by libpng', async () => {
  for (const image of shapes) {
    const bytes = storePng(image);
    expect(sameSamples(image, await readPng(bytes, { maxPixels }))).toBe(true);
    expect(sameSamples(image, await decodeImage(bytes, { name: 'stored.png' }))).toBe(true);
  }
});

test('files of libpng are read as they were, interlaced and filtered', async () => {
  for (const image of shapes) {
    expect(sameSamples(image, await readPng(await encodePng(image), { maxPixels }))).toBe(true);
  }
  const plain = noise(33, 47, 3, 8);
  const interlaced = await sharp(plain.data, { raw: { width: 33, height: 47, channels: 3 } })
    .png({ progressive: true, adaptiveFiltering: true })
    .toBuffer();
  expect(await readPng(interlaced, { maxPixels })).toEqual(plain);
});

test('what is damaged, cut short, or too large is refused', async () => {
  const bytes = storePng(noise(33, 47, 3, 8));
  await expect(readPng(bytes, { maxPixels: 1000 })).rejects.toThrow('more than 1000 pixels');
  await expect(readPng(bytes.subarray(0, 3000), { maxPixels })).rejects.toThrow('cut short');
  const turned = Uint8Array.from(bytes);
  turned[500]! ^= 1;
  await expect(readPng(turned, { maxPixels })).rejects.toThrow('checksum of IDAT');
});

test('a colour space is heeded as by the reader of pictures', async () => {
  const bytes = storePng(noise(33, 47, 3, 8));
  for (const [type, content] of [
    ['gAMA', Uint8Array.of(0, 1, 0x86, 0xa0)],
    ['iCCP', new Uint8Array(9)],
    ['cICP', Uint8Array.of(12, 13, 0, 1)],
  ] as const) {
    const stated = withChunk(bytes, type, content);
    const expected = await decodeImage(stated, { name: 'stated.png' });
    expect(sameSamples(expected, await readPng(stated, { maxPixels }))).toBe(true);
  }
});

describeShared('PngSuite', () => {
  test('all samples are those that pypng reads', async () => {
    for (const [name, digest] of Object.entries(expectedDigests)) {
      const image = await readPng(readFileSync(shared('fuzz/pngsuite', name)), { maxPixels });
      expect([name, hash('sha256', encodePam(image))]).toEqual([name, digest]);
    }
  });

  test('the files made to be wrong are refused', async () => {
    const table = readFileSync(shared('fuzz/codec-corpus-expected_errors.json'), 'utf8');
    for (const name of Object.keys(JSON.parse(table).pngsuite.error_files)) {
      const bytes = readFileSync(shared('fuzz/pngsuite', name));
      await expect(readPng(bytes, { maxPixels }), name).rejects.toThrow(/PNG file|pixels/);
    }
  });
});
