import fc from 'fast-check';
import { expect, test } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import { sameSamples } from '#src/image/compare.js';
import { convert, describeConversion, fit as fitLayout } from '#src/image/convert.js';
import { type Channels, createRaster, type Depth } from '#src/image/raster.js';
import { rasters } from '../support/rasters.js';

const everyDepth: Depth[] = [8, 16];

function pixel(depth: Depth, ...samples: number[]) {
  const data = depth === 8 ? Uint8Array.from(samples) : Uint16Array.from(samples);
  return createRaster({ width: 1, height: 1, channels: samples.length, depth, data });
}

test('grey is repeated, alpha added as opaque', () => {
  expect(convert(pixel(8, 7), { channels: 3, depth: 8 })).toEqual(pixel(8, 7, 7, 7));
  expect(convert(pixel(8, 7), { channels: 4, depth: 8 })).toEqual(pixel(8, 7, 7, 7, 255));
  expect(convert(pixel(16, 1, 2, 3), { channels: 4, depth: 16 })).toEqual(
    pixel(16, 1, 2, 3, 65535),
  );
});

test('alpha is laid over mid-grey', () => {
  const rgb = { channels: 3, depth: 8 } as const;
  expect(convert(pixel(8, 0, 200, 255, 255), rgb)).toEqual(pixel(8, 0, 200, 255));
  expect(convert(pixel(8, 0, 200, 255, 0), rgb)).toEqual(pixel(8, 128, 128, 128));
  expect(convert(pixel(8, 0, 128, 255, 51), rgb)).toEqual(pixel(8, 102, 128, 153));
  const clear = convert(pixel(16, 1, 2, 3, 0), { channels: 3, depth: 16 });
  expect(clear).toEqual(pixel(16, 32896, 32896, 32896));
  const opaque = convert(pixel(16, 65535, 0, 40000, 65535), { channels: 3, depth: 16 });
  expect(opaque).toEqual(pixel(16, 65535, 0, 40000));
});

test('16 bit becomes 8 to the nearest, and 8 bit comes back from 16 as it was', () => {
  const narrow = (value: number) => convert(pixel(16, value), { channels: 1, depth: 8 }).data[0];
  expect([0, 128, 129, 257, 65406, 65407, 65535].map(narrow)).toEqual([0, 0, 1, 1, 254, 255, 255]);
  fc.assert(
    fc.property(rasters, (raster) => {
      const { channels } = raster;
      const wide = convert(raster, { channels, depth: 16 });
      expect(sameSamples(raster, wide)).toBe(true);
      if (raster.depth === 8) expect(convert(wide, { channels, depth: 8 })).toEqual(raster);
    }),
  );
});

test('colour is never made grey', () => {
  const grey = { channels: 1, depth: 8 } as const;
  expect(() => convert(pixel(8, 1, 1, 1), grey)).toThrow('rgb8 cannot be made grey8');
  expect(() => convert(pixel(8, 1, 1, 1, 255), grey)).toThrow(WorkError);
  expect(() => fitLayout(pixel(8, 1, 1, 1), { channels: [1], depths: [8, 16] })).toThrow(
    'rgb8 does not fit grey8 or grey16',
  );
});

test.each<[Channels, Channels[], Channels]>([
  [1, [1, 3, 4], 1],
  [1, [4, 3], 3],
  [1, [4], 4],
  [3, [1, 3, 4], 3],
  [3, [1, 4], 4],
  [4, [3, 4], 4],
  [4, [1, 3], 3],
])('fit: of %i channels where %j are accepted, %i come out', (channels, accepted, expected) => {
  const image = pixel(8, ...Array(channels).fill(9));
  expect(fitLayout(image, { channels: accepted, depths: everyDepth }).channels).toBe(expected);
});

test('fit: depth is kept where it can be', () => {
  const every: Channels[] = [1, 3, 4];
  expect(fitLayout(pixel(8, 9), { channels: every, depths: [16] }).depth).toBe(16);
  expect(fitLayout(pixel(16, 9), { channels: every, depths: [8] }).depth).toBe(8);
  fc.assert(
    fc.property(rasters, (raster) => {
      expect(fitLayout(raster, { channels: every, depths: everyDepth })).toBe(raster);
    }),
  );
});

test('a conversion is told in words', () => {
  expect(describeConversion(pixel(16, 1, 2, 3, 4), pixel(8, 1, 2, 3))).toBe('rgba16 -> rgb8');
  expect(describeConversion(pixel(8, 1), pixel(8, 1, 2, 3))).toBe('grey8 -> rgb8');
  expect(describeConversion(pixel(8, 1), pixel(8, 2))).toBeNull();
});
