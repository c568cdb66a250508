import { describe, expect, test } from 'vitest';
import { openJpegPipeline } from '#src/codecs/jpeg/wasm/pipeline.js';
import type { UnitReading } from '#src/codecs/jpeg/wasm/read-units.js';
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

const total = (sums: Uint32Array) => sums.reduce((all, sum) => all + sum, 0);

const bitsOf = (image: Raster) =>
  pipeline.readUnits(
    image,
    qualities.map((quality): UnitReading => ({ of: 'bits', quality })),
  );

const one = (image: Raster, reading: UnitReading) => pipeline.readUnits(image, [reading])[0]!;

describe('bits', () => {
  test.each([
    [1, 1],
    [1, 17],
    [33, 47],
    [203, 150],
    // More rows than are held at once.
    [20, 400],
  ])('of %ix%i are those of the file, unit by unit', (width, height) => {
    const image = picture(width, height);
    bitsOf(image).forEach(({ columns, rows, sums }, i) => {
      const file = pipeline.encode(pipeline.planes(image, [2, 2]), { quality: qualities[i]! });
      const read = pipeline.decode(file, { wantsBits: true }).bits!;
      expect([columns, rows]).toEqual([read.columns, read.rows]);
      expect(sums).toEqual(read.bits);
      // All but what fills up the last byte.
      const missing = 8 * scanBytes(file) - total(sums);
      expect(missing).toBeGreaterThanOrEqual(0);
      expect(missing).toBeLessThan(8);
    });
  });

  test('of grey are those of the file but for the steps between blocks', () => {
    const image = greyPicture(100, 151);
    bitsOf(image).forEach(({ columns, rows, sums }, i) => {
      expect([columns, rows]).toEqual([7, 10]);
      const file = pipeline.encode(pipeline.planes(image, [1, 1]), { quality: qualities[i]! });
      // Blocks of a unit beyond the picture are counted too.
      const ratio = total(sums) / (8 * scanBytes(file));
      expect(ratio).toBeGreaterThan(0.95);
      expect(ratio).toBeLessThan(1.15);
    });
  });

  test('are more where there is more to see', () => {
    const image = picture(160, 160);
    image.data.fill(100, 0, 160 * 80 * 3);
    const { sums, columns } = one(image, { of: 'bits', quality: 80 });
    const [flat, rough] = [sums.slice(0, 4 * columns), sums.slice(6 * columns)];
    expect(Math.max(...flat)).toBeLessThan(Math.min(...rough));
  });
});

/** A wave of luma alone, so many pixels long and so many levels high and deep. */
function wave(length: number, height: number, start = 0.5): Raster {
  const [side, channels] = [64, 3] as const;
  const data = new Uint8Array(side * side * channels);
  for (let i = 0; i < side * side; i++) {
    const level = 128 + height * Math.cos((2 * Math.PI * ((i % side) + start)) / length);
    data.fill(Math.round(level), channels * i, channels * (i + 1));
  }
  return { width: side, height: side, channels, depth: 8, data };
}

describe('coefficients', () => {
  test('are counted where they are beyond half a step', () => {
    // Of a block of 8x8 one coefficient: 4 x sqrt(2) times the height.
    const image = wave(8, 20);
    expect([...new Set(one(image, { of: 'luma', step: 200 }).sums)]).toEqual([4]);
    expect([...new Set(one(image, { of: 'luma', step: 250 }).sums)]).toEqual([0]);
  });

  test('of half the size are those of waves twice as long', () => {
    expect([...new Set(one(wave(16, 20), { of: 'half-luma', step: 200 }).sums)]).toEqual([1]);
    expect(total(one(wave(2, 20, 0), { of: 'luma', step: 50 }).sums)).toBeGreaterThan(0);
    expect(total(one(wave(2, 20, 0), { of: 'half-luma', step: 5 }).sums)).toBe(0);
  });

  test('of chroma are none where there is no colour', () => {
    expect(total(one(wave(8, 90), { of: 'chroma', step: 2 }).sums)).toBe(0);
    expect(total(one(greyPicture(40, 40), { of: 'chroma', step: 2 }).sums)).toBe(0);
    expect(total(one(picture(40, 40), { of: 'chroma', step: 2 }).sums)).toBeGreaterThan(0);
  });

  test('a flat picture has none', () => {
    const flat = wave(8, 0);
    for (const of of ['luma', 'half-luma', 'chroma'] as const) {
      expect(total(one(flat, { of, step: 1 }).sums)).toBe(0);
    }
  });
});

test('many readings and few tell the same', () => {
  const image = picture(90, 61);
  const readings = [
    { of: 'bits', quality: 40 },
    { of: 'half-luma', step: 5 },
    { of: 'chroma', step: 3 },
    { of: 'bits', quality: 90 },
    { of: 'luma', step: 9 },
  ] as const;
  const many = pipeline.readUnits(image, readings);
  expect(many).toEqual(readings.map((reading) => one(image, reading)));
});

test('memory is that of some rows', () => {
  bitsOf(picture(64, 128));
  const own = pipeline.memoryBytes();
  bitsOf(picture(64, 4000));
  expect(pipeline.memoryBytes()).toBe(own);
});

test('pictures of 16 bits are refused', () => {
  const { width, height, data } = picture(20, 20);
  const deep: Raster = { width, height, channels: 3, depth: 16, data: Uint16Array.from(data) };
  expect(() => one(deep, { of: 'bits', quality: 50 })).toThrow(
    'planes are made of grey or RGB of 8 bits, got 3 of 16',
  );
});
