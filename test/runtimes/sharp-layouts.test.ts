import { describe, expect, test } from 'vitest';
import { measure, untimed } from '#src/base/clock.js';
import { WorkError } from '#src/base/errors.js';
import { sameSamples } from '#src/image/compare.js';
import { sharp } from '#src/image/files/sharp.js';
import { type Channels, createRaster, type Depth } from '#src/image/raster.js';
import { decode, fromRaster, readPlainSize, toBytes } from '#src/runtimes/sharp.js';
import { greyProfile, withProfile } from '../support/png.ts';

function imageOf(channels: Channels, depth: Depth) {
  const samples = Array.from({ length: 6 * channels }, (_, i) => i * (depth === 8 ? 9 : 2500));
  const data = depth === 8 ? Uint8Array.from(samples) : Uint16Array.from(samples);
  return createRaster({ width: 3, height: 2, channels, depth, data });
}
const layouts = ([1, 3, 4] as const).flatMap((channels) =>
  ([8, 16] as const).map((depth) => [channels, depth] as const),
);
const small = imageOf(1, 8);
const png = await toBytes(fromRaster(small).png());

describe('sharp', () => {
  test.each(layouts)('keeps %i channels of %i bit', async (channels, depth) => {
    const image = imageOf(channels, depth);
    const decoded = await decode(await toBytes(fromRaster(image).png()), untimed, 6);
    expect(decoded).toMatchObject({ channels, depth });
    expect(sameSamples(decoded, image)).toBe(true);
  });

  test('books what it does', async () => {
    const { stages } = await measure((clock) => decode(png, clock, 6));
    expect(Object.keys(stages)).toEqual(['parse', 'decode', 'other']);
  });

  test('applies a profile; the plain size is not told of such a file', async () => {
    const file = withProfile(png, greyProfile(1));
    expect((await decode(file, untimed, 6)).data[5]).toBeGreaterThan(small.data[5]! + 20);
    await expect(readPlainSize(file, 6)).rejects.toThrow(
      'holds colours other than sRGB, a colour profile or an orientation; decode it with engine=sharp',
    );
    expect(await readPlainSize(png, 6)).toEqual({ width: 3, height: 2 });
  });

  test('refuses pictures above the limit and broken files, in one line', async () => {
    for (const read of [
      (bytes: Uint8Array, most: number) => decode(bytes, untimed, most),
      readPlainSize,
    ]) {
      await expect(read(png, 5)).rejects.toThrow(/^picture of 3x2 has more than 5 pixels/);
      const broken = await read(Uint8Array.of(1, 2, 3), 5).catch((error) => error);
      expect(broken).toBeInstanceOf(WorkError);
      expect(broken.message).toMatch(/^sharp: [^\n]+$/);
    }
    await expect(decode(png.subarray(0, -16), untimed, 6)).rejects.toThrow(/^sharp: /);
    await expect(toBytes(sharp(Uint8Array.of(1)))).rejects.toThrow(WorkError);
  });
});
