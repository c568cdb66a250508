import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import { type Channels, createRaster, type Depth } from '#src/image/raster.js';
import { rasterOf } from '#src/runtimes/samples.js';
import { type Charls, openCharls } from '#src/runtimes/wasm/charls.js';
import { readJpegls } from '#src/runtimes/wasm/jpegls-file.js';
import { keepScans } from '#src/runtimes/wasm/jpegls-scans.js';
import { generator } from '../../support/random.ts';

let charls: Charls;
beforeAll(async () => {
  charls = await openCharls();
});
afterAll(() => charls.close());

function imageOf(channels: Channels, depth: Depth, smooth: boolean) {
  const random = generator(2);
  const length = 20 * 14 * channels;
  const peak = 2 ** depth - 1;
  const values = Array.from({ length }, (_, i) =>
    Math.floor(smooth ? (i / length) * peak : random() * (peak + 1)),
  );
  const data = depth === 8 ? Uint8Array.from(values) : Uint16Array.from(values);
  return createRaster({ width: 20, height: 14, channels, depth, data });
}

describe('CharLS', () => {
  test.each([
    [1, 8, 'none'],
    [1, 16, 'sample'],
    [3, 8, 'none'],
    [3, 8, 'line'],
    [3, 16, 'sample'],
  ] as const)(
    'gives back %i channels of %i bit, interleaved by %s',
    async (channels, depth, interleave) => {
      const image = imageOf(channels, depth, true);
      const file = await charls.encode(image, { near: 0, interleave });
      expect(readJpegls(file!)).toEqual({ width: 20, height: 14 });
      const decoded = rasterOf(await charls.decode(file!, 10));
      expect(decoded.channels).toBe(channels);
      expect(decoded.data).toEqual(image.data);
    },
  );

  test('near bounds the error of every sample', async () => {
    const image = imageOf(1, 8, false);
    const file = await charls.encode(image, { near: 3, interleave: 'none' });
    const { data } = rasterOf(await charls.decode(file!, 10));
    const errors = Array.from(data, (sample, i) => Math.abs(sample - image.data[i]!));
    expect(Math.max(...errors)).toBe(3);
  });

  test('noise has room in a buffer of twice the size, whose planes too many are cut off', async () => {
    const image = imageOf(3, 8, false);
    const file = await charls.encodeRoomy(image, 0);
    expect(file[file.length - 1]).toBe(0xd9);
    const decoded = rasterOf(await charls.decode(file, 10));
    expect(decoded).toMatchObject({ width: 20, height: 14, channels: 3 });
    expect(decoded.data).toEqual(image.data);
  });

  test('keepScans leaves the first components as a file of their own', async () => {
    const image = imageOf(3, 8, true);
    const file = await charls.encode(image, { near: 0, interleave: 'none' });
    const decoded = rasterOf(await charls.decode(keepScans(file!, 1), 10));
    expect(decoded.channels).toBe(1);
    expect(decoded.data).toEqual(image.data.filter((_, i) => i % 3 === 0));
  });

  test('a broken file is a WorkError, and the next one is read', async () => {
    const image = imageOf(1, 8, true);
    const file = (await charls.encode(image, { near: 0, interleave: 'none' }))!;
    await expect(charls.decode(file.subarray(0, 30), 10)).rejects.toThrow(WorkError);
    expect(rasterOf(await charls.decode(file, 10)).data).toEqual(image.data);
  });
});
