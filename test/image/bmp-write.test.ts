import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeBmp } from '#src/image/bmp.js';
import { bmpKinds, encodeBmp } from '#src/image/bmp-write.js';
import { convert } from '#src/image/convert.js';
import { createRaster, type Raster } from '#src/image/raster.js';
import { picture } from '../support/photos.ts';

const maxPixels = 1e6;

/** A picture of few colours in runs of any length. */
const drawings = fc
  .record({
    width: fc.integer({ min: 1, max: 600 }),
    height: fc.integer({ min: 1, max: 4 }),
    channels: fc.constantFrom(1 as const, 3 as const),
    colours: fc.constantFrom(1, 2, 3, 16, 17, 256),
    runs: fc.array(fc.tuple(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 0, max: 255 })), {
      minLength: 1,
    }),
  })
  .map(({ width, height, channels, colours, runs }) => {
    const pixels = runs.flatMap(([count, value]) => Array<number>(count).fill(value % colours));
    const data = new Uint8Array(width * height * channels);
    for (let i = 0; i < width * height; i++) {
      data.fill(pixels[i % pixels.length]!, i * channels, (i + 1) * channels);
      if (channels === 3) data[3 * i + 1]! ^= 0x55;
    }
    return createRaster({ width, height, channels, depth: 8, data });
  });

/** In RGB: what the reader gives of a grey palette depends on its places. */
const rgb = (image: Raster): Uint8Array =>
  convert(image, { channels: 3, depth: 8 }).data as Uint8Array;

test('every kind of file holds the very samples', () => {
  fc.assert(
    fc.property(drawings, fc.constantFrom(...bmpKinds), (image, kind) => {
      const bytes = encodeBmp(image, kind)!;
      const again = decodeBmp(bytes, { maxPixels });
      expect([again.width, again.height]).toEqual([image.width, image.height]);
      expect(Buffer.compare(rgb(again), rgb(image))).toBe(0);
      expect(Buffer.from(bytes).readUInt32LE(2)).toBe(bytes.length);
    }),
  );
});

describe('sizes', () => {
  const flat = (colours: number): Raster => {
    const data = new Uint8Array(64 * 32 * 3);
    for (let i = 0; i < 64 * 32; i++) data[3 * i] = (i >> 6) % colours;
    return createRaster({ width: 64, height: 32, channels: 3, depth: 8, data });
  };

  test.each([
    ['plain', 2, 54 + 64 * 32 * 3],
    ['palette', 2, 54 + 8 + 8 * 32],
    ['palette', 16, 54 + 64 + 32 * 32],
    ['palette', 17, 54 + 68 + 64 * 32],
    // Of each row a run and an end.
    ['rle8', 2, 54 + 8 + 4 * 32],
  ] as const)('%s of %d colours: %d bytes', (kind, colours, bytes) => {
    expect(encodeBmp(flat(colours), kind)).toHaveLength(bytes);
  });

  test('no palette of more than 256 colours', () => {
    expect(encodeBmp(picture(40, 30), 'palette')).toBeNull();
    expect(encodeBmp(picture(40, 30), 'rle8')).toBeNull();
    expect(encodeBmp(picture(40, 30), 'plain')).not.toBeNull();
  });
});

test('alpha and 16 bits are refused', () => {
  const image = picture(3, 2);
  expect(() => encodeBmp(convert(image, { channels: 4, depth: 8 }), 'plain')).toThrow(/alpha/);
  expect(() => encodeBmp(convert(image, { channels: 3, depth: 16 }), 'plain')).toThrow(/16 bits/);
});
