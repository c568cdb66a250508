import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import Vips from 'wasm-vips';
import { readJpegBits } from '#src/estimate/map/jpeg-bits.js';
import type { Raster } from '#src/image/raster.js';
import { fromRaster, toBytes } from '#src/runtimes/sharp.js';
import { greyPicture } from '../../support/estimates.ts';
import { picture } from '../../support/photos.ts';

/** What a scan holds, counted without reading a code: bytes without stuffing and restart markers. */
function scanOf(file: Uint8Array): { bytes: number; segments: number } {
  const bytes = Buffer.from(file);
  let at = 2;
  while (bytes[at + 1] !== 0xda) at += 2 + bytes.readUInt16BE(at + 2);
  at += 2 + bytes.readUInt16BE(at + 2);
  let [count, segments] = [0, 1];
  for (const end = bytes.length - 2; at < end; at++) {
    if (bytes[at] !== 0xff) count += 1;
    else if (bytes[++at] === 0) count += 1;
    else segments += 1;
  }
  return { bytes: count, segments };
}

/** The sum of the units is the scan but for what fills up its last byte, and that of every segment. */
function expectWhole(file: Uint8Array): void {
  const { bits } = readJpegBits(file);
  const { bytes, segments } = scanOf(file);
  const padding = 8 * bytes - bits.reduce((sum, b) => sum + b, 0);
  expect(padding).toBeGreaterThanOrEqual(0);
  expect(padding).toBeLessThan(8 * segments);
}

interface JpegOptions {
  readonly quality?: number;
  readonly chromaSubsampling?: string;
  readonly progressive?: boolean;
  readonly optimiseCoding?: boolean;
}

const jpegOf = (image: Raster, options: JpegOptions = {}) =>
  toBytes(fromRaster(image).jpeg(options));

describe('the bits of a JPEG', () => {
  test.each([
    ['4:2:0', 16],
    ['4:4:4', 8],
  ])('are the whole scan: %s, any size, fixed tables and own', async (chromaSubsampling, side) => {
    for (const [width, height] of [
      [1, 1],
      [17, 33],
      [64, 64],
      [203, 119],
    ] as const) {
      for (const optimiseCoding of [false, true]) {
        for (const quality of [10, 90, 100]) {
          const options = { chromaSubsampling, optimiseCoding, quality };
          const file = await jpegOf(picture(width, height), options);
          expectWhole(file);
          const { columns, rows, unitWidth, unitHeight } = readJpegBits(file);
          expect([unitWidth, unitHeight]).toEqual([side, side]);
          expect([columns, rows]).toEqual([Math.ceil(width / side), Math.ceil(height / side)]);
        }
      }
    }
  });

  test('are the whole scan of grey', async () => {
    const file = await jpegOf(greyPicture(100, 51));
    expectWhole(file);
    expect(readJpegBits(file)).toMatchObject({ columns: 13, rows: 7, unitWidth: 8 });
  });

  test('are more where there is more to see', async () => {
    const image = picture(160, 160);
    image.data.fill(100, 0, 160 * 80 * 3);
    const { bits, columns } = readJpegBits(await jpegOf(image));
    const [flat, rough] = [bits.slice(0, 4 * columns), bits.slice(6 * columns)];
    expect(Math.max(...flat)).toBeLessThan(Math.min(...rough));
  });

  test('of a progressive file are refused', async () => {
    const file = await jpegOf(picture(40, 40), { progressive: true });
    expect(() => readJpegBits(file)).toThrow(
      'expected a baseline JPEG of one scan, got another kind',
    );
  });

  test('of a broken file are refused', async () => {
    const file = await jpegOf(picture(200, 200));
    const start = file.length - scanOf(file).bytes - 100;
    expect(() => readJpegBits(file.subarray(0, file.length - 1000))).toThrow(/its scan/);
    expect(() => readJpegBits(file.subarray(0, start))).toThrow(/cut off|missing|no scan/);
    expect(() => readJpegBits(file.subarray(0, 2))).toThrow('it has no scan');
    const noTables = Buffer.from(file);
    for (let at = noTables.indexOf(Buffer.from([0xff, 0xc4])); at > 0; ) {
      noTables[at + 1] = 0xee;
      at = noTables.indexOf(Buffer.from([0xff, 0xc4]), at);
    }
    expect(() => readJpegBits(noTables)).toThrow('a table of its scan is missing');
  });
});

describe('with restart markers', () => {
  let vips: Awaited<ReturnType<NonNullable<typeof Vips>>>;
  beforeAll(async () => {
    vips = await Vips!();
  });
  afterAll(() => vips.shutdown());

  test.each([1, 3, 20])('every %i units', (restart_interval) => {
    const image = vips.Image.gaussnoise(211, 97, { sigma: 60, mean: 128 }).cast('uchar');
    const colour = image.bandjoin([image.invert(), image]).copy({ interpretation: 'srgb' });
    for (const each of [image, colour]) {
      const file = each.jpegsaveBuffer({ restart_interval, Q: 80 });
      expect(scanOf(file).segments).toBeGreaterThan(2);
      expectWhole(file);
    }
  });
});
