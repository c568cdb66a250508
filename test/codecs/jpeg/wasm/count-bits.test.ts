import { describe, expect, test } from 'vitest';
import { openJpegPipeline } from '#src/codecs/jpeg/wasm/pipeline.js';
import type { Raster } from '#src/image/raster.js';
import { greyPicture } from '../../../support/estimates.ts';
import { picture } from '../../../support/photos.ts';

const pipeline = await openJpegPipeline();
const qualities = [10, 60, 100];

/** What a scan holds, counted without reading a code: bytes without stuffing. */
function scanBytes(file: Uint8Array): number {
  const bytes = Buffer.from(file);
  let at = 2;
  while (bytes[at + 1] !== 0xda) at += 2 + bytes.readUInt16BE(at + 2);
  at += 2 + bytes.readUInt16BE(at + 2);
  let count = 0;
  for (const end = bytes.length - 2; at < end; at++) {
    count += 1;
    if (bytes[at] === 0xff) at += 1;
  }
  return count;
}

const subsamplings = [
  [2, 2],
  [2, 1],
  [1, 2],
  [1, 1],
] as const;

function expectCodedBits(image: Raster, subsampling: (typeof subsamplings)[number]): void {
  const counted = pipeline.countBits(image, subsampling, qualities);
  qualities.forEach((quality, i) => {
    const file = pipeline.encode(pipeline.planes(image, subsampling), { quality });
    expect(counted[i]).toEqual(pipeline.decode(file, { wantsBits: true }).bits);
    // All but what fills up the last byte.
    const missing = 8 * scanBytes(file) - counted[i]!.bits.reduce((sum, b) => sum + b, 0);
    expect(missing).toBeGreaterThanOrEqual(0);
    expect(missing).toBeLessThan(8);
  });
}

describe('the bits that are counted are those of the file, unit by unit', () => {
  test.each(subsamplings.map((each) => [each]))('with chroma by %j', (subsampling) => {
    for (const [width, height] of [
      [1, 1],
      [1, 17],
      [33, 47],
      [203, 150],
    ] as const) {
      expectCodedBits(picture(width, height), subsampling);
    }
  });

  test('in grey, and over more rows than are held at once', () => {
    expectCodedBits(greyPicture(100, 51), [2, 2]);
    expectCodedBits(greyPicture(9, 150), [2, 2]);
    expectCodedBits(picture(20, 400), [2, 2]);
  });
});

test('many qualities and few are counted alike', () => {
  const image = picture(90, 61);
  const [one] = pipeline.countBits(image, [2, 2], [40]);
  const many = pipeline.countBits(image, [2, 2], [85, 40, 15, 5]);
  expect(many[1]).toEqual(one);
  const sums = many.map(({ bits }) => bits.reduce((sum, b) => sum + b, 0));
  expect(sums).toEqual([...sums].sort((a, b) => b - a));
});

test('there is more where there is more to see', () => {
  const image = picture(160, 160);
  image.data.fill(100, 0, 160 * 80 * 3);
  const [{ bits, columns }] = pipeline.countBits(image, [2, 2], [80]) as [{ bits: Uint32Array; columns: number }];
  const [flat, rough] = [bits.slice(0, 4 * columns), bits.slice(6 * columns)];
  expect(Math.max(...flat)).toBeLessThan(Math.min(...rough));
});

test('memory is that of some rows', () => {
  const own = pipeline.memoryBytes();
  pipeline.countBits(picture(64, 4000), [2, 2], qualities);
  expect(pipeline.memoryBytes()).toBe(own);
});

test('pictures of alpha or 16 bits are refused', () => {
  const { width, height, data } = picture(20, 20);
  const deep: Raster = { width, height, channels: 3, depth: 16, data: Uint16Array.from(data) };
  expect(() => pipeline.countBits(deep, [2, 2], [50])).toThrow(
    'planes are made of grey or RGB of 8 bits, got 3 of 16',
  );
});
