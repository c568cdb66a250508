import { describe, expect, it } from 'vitest';
import { untimed } from '#src/base/clock.js';
import { sharp } from '#src/image/files/sharp.js';
import { psnr } from '#src/metrics/psnr.js';
import { scoreOf } from '../support/score.ts';
import { describeShared } from '../support/shared.js';
import { kodak } from './kodak.js';
import { arm, picture, roundTrip, withSession } from './support.js';

/** Mean bits per pixel and mean PSNR over the 24 Kodak images, as published by CompressAI. */
const published = [
  { quality: 30, bpp: 0.512705, db: 31.44262 },
  { quality: 60, bpp: 0.823675, db: 33.97166 },
  { quality: 75, bpp: 0.998388, db: 35.10417 },
  { quality: 90, bpp: 2.010354, db: 39.55695 },
];

describeShared('WebP against published figures on Kodak', () => {
  it.each(published)('quality $quality', async ({ quality, bpp, db }) => {
    const webp = await arm(`webp:quality=${quality}`);
    const sums = { bpp: 0, db: 0 };
    await withSession(webp, async (session) => {
      for (let number = 1; number <= 24; number++) {
        const image = await kodak(number);
        const { bytes, decoded } = await roundTrip(session, webp, image);
        sums.bpp += (8 * bytes.length) / (image.width * image.height);
        sums.db += await scoreOf(psnr, image, decoded);
      }
    });
    expect((sums.bpp / 24).toFixed(6)).toBe(bpp.toFixed(6));
    expect((sums.db / 24).toFixed(5)).toBe(db.toFixed(5));
  });
});

describe('WebP', () => {
  const translucent = picture({ width: 90, height: 60, channels: 4 });

  it('keeps the colour of transparent pixels only where it is exact', async () => {
    const hidden = async (text: string) => {
      const webp = await arm(text);
      const { decoded } = await withSession(webp, (session) =>
        roundTrip(session, webp, translucent),
      );
      return Array.from(decoded.data.subarray(0, 3));
    };
    const colour = Array.from(translucent.data.subarray(0, 3));
    expect(translucent.data[3]).toBe(0);
    expect(await hidden('webp:lossless=true')).toEqual(colour);
    expect(await hidden('webp:lossless=true,exact=false')).not.toEqual(colour);
  });

  it('is not called lossless where it may change samples', async () => {
    for (const [text, lossless] of [
      ['webp:lossless=true', true],
      ['webp:lossless=true,exact=false', false],
      ['webp:near_lossless=80', false],
      ['webp:quality=100', false],
    ] as const) {
      const { codec, settings } = await arm(text);
      expect(codec.lossless(settings)).toBe(lossless);
    }
  });

  it('keeps alpha as it is at alpha_quality=100 and changes it below', async () => {
    const worst = async (text: string) => {
      const webp = await arm(text);
      const { decoded } = await withSession(webp, (session) =>
        roundTrip(session, webp, translucent),
      );
      let most = 0;
      for (let i = 3; i < decoded.data.length; i += 4) {
        most = Math.max(most, Math.abs(decoded.data[i]! - translucent.data[i]!));
      }
      return most;
    };
    expect(await worst('webp:quality=20')).toBe(0);
    expect(await worst('webp:quality=20,alpha_quality=0')).toBeGreaterThan(0);
  });
});

describe('WebP in WASM', () => {
  it.each([
    'quality=60',
    'effort=0,quality=20',
    'effort=6,quality=90',
    'smart_subsample=true,quality=60',
    'smart_deblock=true,quality=60',
    'alpha_quality=10,quality=60',
    'preset=photo,quality=60',
    'preset=picture,quality=60',
    'preset=drawing,quality=60',
    'preset=icon,quality=60',
    'preset=text,quality=60',
  ])('makes the bytes of the native libwebp with %s', async (settings) => {
    const image = picture({ width: 90, height: 60, channels: 4 });
    const files = [];
    for (const engine of ['sharp', 'wasm']) {
      const webp = await arm(`webp:engine=${engine},${settings}`);
      files.push((await withSession(webp, (session) => roundTrip(session, webp, image))).bytes);
    }
    expect(Buffer.compare(files[0]!, files[1]!)).toBe(0);
  });

  it('leaves files with a profile or an orientation to sharp', async () => {
    const { data, width, height } = picture({ width: 9, height: 7 });
    const source = sharp(data, { raw: { width, height, channels: 3 } });
    const webp = await arm('webp:engine=wasm,quality=60');
    await withSession(webp, async (session) => {
      for (const odd of [
        source.clone().withIccProfile('p3'),
        source.withMetadata({ orientation: 6 }),
      ]) {
        const file = await odd.webp().toBuffer();
        await expect(session.decode(file, untimed)).rejects.toThrow(/engine=sharp/);
      }
    });
  });
});
