import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { decode } from '#src/codecs/decode.js';
import { openFastPath, slowReason } from '#src/resize/fast/path.js';
import { type ResizeOptions, readPictureOptions } from '#src/resize/options.js';
import { fromRaster } from '#src/runtimes/sharp.js';
import { picture } from '../../support/photos.ts';

const photo = fromRaster(picture(160, 120));
const jpeg = await photo.clone().jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer();
const ask = (options: ResizeOptions) =>
  readPictureOptions('resize', { format: 'jpeg', ...options });
const fast = openFastPath();

/** The mean difference of luma from libvips' own: chroma of the output has half of its width and height. */
async function meanOf(bytes: Uint8Array, width: number, height: number): Promise<number> {
  const made = await decode(bytes);
  expect([made.width, made.height]).toEqual([width, height]);
  const wanted = await sharp(jpeg)
    .resize(width, height, { fit: 'fill', fastShrinkOnLoad: false })
    .raw()
    .toBuffer();
  const [ours, theirs] = [lumaOf(made.data), lumaOf(wanted)];
  return ours.reduce((sum, value, i) => sum + Math.abs(value - theirs[i]!), 0) / ours.length;
}

function lumaOf(rgb: ArrayLike<number>): number[] {
  return Array.from({ length: rgb.length / 3 }, (_, i) => {
    return 0.299 * rgb[3 * i]! + 0.587 * rgb[3 * i + 1]! + 0.114 * rgb[3 * i + 2]!;
  });
}

describe('the fast path', () => {
  test.each([100, 50, 33, 12, 6])('at %i percent of the size is near libvips', async (percent) => {
    const made = await fast.resize(
      jpeg,
      '',
      ask({ percent: percent === 100 ? 99 : percent, quality: 98 }),
    );
    if ('refused' in made) throw new Error(made.refused);
    expect(await meanOf(made.bytes, made.width, made.height)).toBeLessThan(3);
  });

  test('keeps a profile, its bytes as they are', async () => {
    const p3 = await photo.clone().withIccProfile('p3').jpeg().toBuffer();
    const made = await fast.resize(p3, '', ask({ width: 40 }));
    if ('refused' in made) throw new Error(made.refused);
    const [before, after] = [await sharp(p3).metadata(), await sharp(made.bytes).metadata()];
    expect(Buffer.compare(after.icc!, before.icc!)).toBe(0);
    expect(await fast.resize(p3, '', ask({ width: 40, icc: 'srgb' }))).toEqual({
      refused: 'its colours are turned into sRGB',
    });
  });

  test('says what it leaves to the libraries, and never throws', async () => {
    const cmyk = await photo.clone().toColourspace('cmyk').jpeg().toBuffer();
    const reasons = [
      [cmyk, { width: 9 }, 'CMYK'],
      [jpeg, { width: 500 }, 'copied'],
      [jpeg, { width: 99, height: 99, fit: 'contain' }, 'padding'],
      [jpeg, { width: 9, maxPixels: 100 }, 'more pixels'],
      [jpeg.subarray(0, jpeg.length >> 1), { width: 9 }, ''],
      [new Uint8Array(0), { width: 9 }, ''],
      [Buffer.from('hello'), { width: 9 }, ''],
    ] as const;
    for (const [bytes, options, reason] of reasons) {
      const made = await fast.resize(bytes, '', ask(options));
      expect('refused' in made && made.refused).toContain(reason);
    }
    expect(
      await fast.resize('/no/such/file.jpg', '/no/such/file.jpg', ask({ width: 9 })),
    ).toHaveProperty('refused');
    expect(slowReason('a.jpg', ask({ linear: true }))).toBe('linear light');
    expect(slowReason('a.jpg', ask({}))).toBeNull();
    expect(slowReason('a.tif', ask({}))).toBe('it is no JPEG, PNG or WebP');
    expect(slowReason('a.jpg', ask({ format: 'webp' }))).toBeNull();
    expect(slowReason('a.png', ask({ format: 'avif' }))).toBe('no PNG is written as AVIF here');
    expect(slowReason('a.png', ask({ format: 'jpeg' }))).toBeNull();
    expect(slowReason('a.png', ask({ format: 'webp' }))).toBeNull();
  });

  test('mutants give an error or a picture, and the next picture is as ever', async () => {
    const whole = await fast.resize(jpeg, '', ask({ width: 40 }));
    if ('refused' in whole) throw new Error(whole.refused);
    for (let n = 0; n < 300; n++) {
      const mutant = Uint8Array.from(jpeg);
      for (let k = 0; k < 1 + (n % 5); k++)
        mutant[(n * 7919 + k * 104_729) % mutant.length] = (n * 31 + k * 17) & 255;
      const made = await fast.resize(mutant, '', ask({ width: 40, lenient: n % 2 === 0 }));
      expect('refused' in made || made.bytes.length > 0).toBe(true);
    }
    const again = await fast.resize(jpeg, '', ask({ width: 40 }));
    expect(
      'refused' in again
        ? null
        : Buffer.compare(Buffer.from(again.bytes), Buffer.from(whole.bytes)),
    ).toBe(0);
  });
});

test('a path that was made ready gives the same picture, at once', async () => {
  const ready = openFastPath();
  await ready.warm('jpeg', 'jpeg');
  const made = ready.resize(jpeg, '', ask({ width: 40 }));
  expect(made).not.toBeInstanceOf(Promise);
  const other = await openFastPath().resize(jpeg, '', ask({ width: 40 }));
  expect(made).toEqual(other);
});
