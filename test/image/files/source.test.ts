import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import { decodeWithSharp } from '#src/image/files/source.js';
import { greyProfile, withProfile } from '../../support/png.ts';

const raw = (width: number, height: number, channels: 1 | 2 | 3 | 4, data: number[]) =>
  sharp(Uint8Array.from(data), { raw: { width, height, channels } });
const decode = (bytes: Uint8Array, maxPixels = 100) => decodeWithSharp(bytes, { maxPixels });

describe('decodeWithSharp', () => {
  test('keeps grey, colour, alpha and depth', async () => {
    const grey = await decode(await raw(2, 1, 1, [1, 2]).toColourspace('b-w').png().toBuffer());
    expect(grey).toMatchObject({ width: 2, height: 1, channels: 1, depth: 8 });
    expect([...grey.data]).toEqual([1, 2]);
    const alpha = await decode(await raw(1, 1, 4, [1, 2, 3, 9]).png().toBuffer());
    expect([...alpha.data]).toEqual([1, 2, 3, 9]);
    const deep = raw(1, 1, 3, [1, 2, 3]).toColourspace('rgb16').png();
    expect(await decode(await deep.toBuffer())).toMatchObject({ channels: 3, depth: 16 });
  });

  test('gives grey with alpha as RGBA', async () => {
    const image = await decode(await raw(1, 1, 2, [7, 9]).toColourspace('b-w').png().toBuffer());
    expect([...image.data]).toEqual([7, 7, 7, 9]);
  });

  test('applies a profile and keeps grey grey', async () => {
    const png = await raw(2, 1, 1, [100, 255]).toColourspace('b-w').png().toBuffer();
    const image = await decode(withProfile(png, greyProfile(1)));
    expect(image.channels).toBe(1);
    // Half of linear light is far above half in sRGB.
    expect(image.data[0]).toBeGreaterThan(160);
    expect(image.data[1]).toBe(255);
  });

  test('applies the orientation', async () => {
    const jpeg = raw(2, 1, 3, [0, 0, 0, 255, 255, 255]).withMetadata({ orientation: 6 });
    const image = await decode(await jpeg.jpeg({ quality: 100 }).toBuffer());
    expect([image.width, image.height]).toEqual([1, 2]);
  });

  test('refuses a picture above the limit, and samples that are no integers', async () => {
    const png = await raw(2, 1, 1, [1, 2]).png().toBuffer();
    await expect(decode(png, 1)).rejects.toThrow(
      new WorkError('picture of 2x1 has more than 1 pixels; raise the limit to read it', {
        code: 'too-many-pixels',
        data: { width: 2, height: 1, maxPixels: 1 },
      }),
    );
    const floats = raw(1, 1, 3, [1, 2, 3]).toColourspace('lab').tiff({ compression: 'none' });
    await expect(decode(await floats.toBuffer())).rejects.toThrow(
      'holds lab samples of type float; expected grey or RGB of 8 or 16 bits, or CMYK of 8',
    );
  });
});
