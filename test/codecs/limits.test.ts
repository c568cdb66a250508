import { describe, expect, test } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import { resolveSettings } from '#src/base/params.js';
import { decode } from '#src/codecs/decode.js';
import { encode, encodeBy } from '#src/codecs/encode.js';
import { demandStorable, tellLimits } from '#src/codecs/limits.js';
import { codecs } from '#src/codecs/registry.js';
import { sameSamples } from '#src/image/compare.js';
import { createRaster, type Raster } from '#src/image/raster.js';
import { everyArm } from './support.ts';

/** A long picture of two colours in turn, slowly. */
function long(width: number, height: number): Raster {
  const data = Uint8Array.from({ length: 3 * width * height }, (_, i) => (i >> 9) & 1 && 200);
  return createRaster({ width, height, channels: 3, depth: 8, data });
}

const { arms } = await everyArm();
const limited = arms.filter(({ codec, settings }) => {
  const { side = Infinity } = codec.limits?.(settings) ?? {};
  return side < 2 ** 17;
});

describe('a picture that is longer than a codec stores', () => {
  test('is known of every codec whose format has a limit that pictures reach', () => {
    const ids = new Set(limited.map(({ codec }) => codec.id));
    for (const id of ['jpeg', 'webp', 'avif', 'gif', 'jpegls']) expect(ids).toContain(id);
  });

  test.each(limited.map((arm) => [arm.name, arm] as const))(
    'is refused by %s before it is opened',
    async (_, { codec, settings }) => {
      const side = codec.limits!(settings).side!;
      const unopened = { ...codec, open: () => expect.unreachable('it was opened') };
      for (const image of [long(side + 1, 2), long(2, side + 1)]) {
        const error = await encodeBy({ codec: unopened, settings }, image).catch((e) => e);
        expect(error).toBeInstanceOf(WorkError);
        const { width, height } = image;
        expect(error.message).toMatch(
          new RegExp(
            `^${codec.id}.* stores sides up to ${side}; this picture is ${width}x${height}: `,
          ),
        );
        expect(error).toMatchObject({
          code: 'too-large-to-store',
          data: { codec: codec.id, width, height },
        });
      }
    },
  );

  test.each(['jpeg', 'webp', 'gif', 'jpegls:lossless=true', 'avif:speed=9'])(
    '%s stores the longest that it says it does',
    async (spec) => {
      const { codec, settings } = arms.find(({ codec }) => codec.id === spec.split(':')[0])!;
      const side = codec.limits!(settings).side!;
      const { bytes } = await encode(long(2, side), spec);
      expect(await decode(bytes)).toMatchObject({ width: 2, height: side });
    },
  );
});

describe('sides of 65,536 and more', () => {
  test.each([
    ['jpeg2000:lossless=true', 2, 65_536],
    ['jpeg2000:lossless=true', 65_537, 3],
    ['jpeg2000:levels=8,lossless=true', 40, 65_537],
    ['htj2k:lossless=true', 2, 65_537],
    ['htj2k:lossless=true,levels=8,block=32', 65_600, 33],
    ['png', 2, 65_536],
    ['qoi', 65_536, 2],
    ['raw', 2, 65_536],
    ['tiff', 2, 65_536],
  ])('are stored by %s: %ix%i', async (spec, width, height) => {
    const image = long(width, height);
    const { bytes } = await encode(image, spec);
    expect(sameSamples(await decode(bytes), image)).toBe(true);
  });

  test('are coded about as well in tiles as in one', async () => {
    const errorOf = async (spec: string, height: number) => {
      const image = long(40, height);
      const { bytes, bitsPerPixel } = await encode(image, spec);
      const { data } = await decode(bytes);
      let sum = 0;
      for (const [i, sample] of data.entries()) sum += (sample - image.data[i]!) ** 2;
      return [bitsPerPixel, sum / data.length];
    };
    for (const spec of ['jpeg2000:ratio=100', 'htj2k:step=0.1']) {
      const [bits, error] = await errorOf(spec, 65_000);
      const [tiledBits, tiledError] = await errorOf(spec, 66_000);
      expect(Math.abs(tiledBits! / bits! - 1), spec).toBeLessThan(0.05);
      expect(Math.abs(tiledError! / error! - 1), spec).toBeLessThan(0.2);
    }
  });
});

test('limits are told, and a picture at them passes', async () => {
  expect(tellLimits()).toBeNull();
  expect(tellLimits({ side: 5 })).toBe('sides up to 5');
  expect(tellLimits({ side: 5, pixels: 9 })).toBe('sides up to 5, up to 9 pixels');
  const qoi = await codecs.load('qoi');
  demandStorable(qoi, {}, { width: 20_000, height: 20_000 });
  expect(() => demandStorable(qoi, {}, { width: 20_000, height: 20_001 })).toThrow(
    'qoi stores up to 400000000 pixels; this picture is 20000x20001: choose another codec, or a crop',
  );
  const avif = await codecs.load('avif');
  const settings = resolveSettings('avif', avif.params, {});
  expect(() => demandStorable(avif, settings, { width: 1, height: 20_000 })).toThrow(
    'avif with engine=sharp stores sides up to 16384',
  );
});
