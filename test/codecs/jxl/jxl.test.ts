import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, describe, expect, it } from 'vitest';
import { untimed } from '#src/base/clock.js';
import { WorkError } from '#src/base/errors.js';
import type { CodecSession } from '#src/codecs/codec.js';
import { readJxlSize } from '#src/codecs/jxl/size.js';
import { sameSamples } from '#src/image/compare.js';
import { convert } from '#src/image/convert.js';
import { createRaster, type Raster } from '#src/image/raster.js';
import { psnr } from '#src/metrics/psnr.js';
import { generator } from '../../support/random.ts';
import { scoreOf } from '../../support/score.ts';
import { describeShared, shared } from '../../support/shared.js';
import { arm, picture, resources } from '../support.js';

const sessions = new Map<string, CodecSession>();
afterAll(() => Promise.all([...sessions.values()].map((session) => session.close())));

/** A session of these settings, opened once: libjxl in WASM takes half a second to get going. */
async function sessionOf(text: string): Promise<CodecSession> {
  const { codec, settings } = await arm(text);
  const session = sessions.get(text) ?? (await codec.open(settings, resources));
  sessions.set(text, session);
  return session;
}

async function encode(text: string, image = picture({ width: 120, height: 80 })) {
  return (await sessionOf(text)).encode(image, untimed);
}

async function decode(text: string, bytes: Uint8Array) {
  return (await sessionOf(text)).decode(bytes, untimed);
}

describe('quality', () => {
  it.each([
    [99, 0.1 + 0.09],
    [90, 1],
    [75, 2.35],
    [30, 6.4],
    [29, (53 / 3000) * 29 ** 2 - (23 / 20) * 29 + 25],
    [15, (53 / 3000) * 15 ** 2 - (23 / 20) * 15 + 25],
  ])('%i stands for distance %f', async (quality, distance) => {
    const byDistance = await encode(`jxl:distance=${distance}`);
    expect(await encode(`jxl:quality=${quality}`)).toEqual(byDistance);
  });
});

describe('engine jsquash', () => {
  it('is the package whose libjxl is named', () => {
    const require = createRequire(import.meta.url);
    expect(require('@jsquash/jxl/package.json')).toMatchObject({ version: '1.3.0' });
  });

  it('stores alpha for every picture and gives back only what is not opaque', async () => {
    const bytes = await encode('jxl:engine=jsquash,quality=50');
    expect((await decode('jxl:quality=1', bytes)).channels).toBe(4);
    expect((await decode('jxl:engine=jsquash,quality=1', bytes)).channels).toBe(3);
  });

  it('leaves no global behind', async () => {
    await decode('jxl:engine=jsquash,quality=1', await encode('jxl:engine=jsquash,quality=50'));
    expect(Object.hasOwn(globalThis, 'ImageData')).toBe(false);
  });

  it('writes exactly at quality=100 but reads some dark samples one lower', async () => {
    const random = generator(5);
    const data = Uint8Array.from({ length: 128 * 128 * 3 }, () => Math.floor(random() * 256));
    const image = createRaster({ width: 128, height: 128, channels: 3, depth: 8, data });
    const bytes = await encode('jxl:engine=jsquash,quality=100', image);
    expect(sameSamples(await decode('jxl:quality=1', bytes), image)).toBe(true);
    const own = await decode('jxl:engine=jsquash,quality=1', bytes);
    const errors = Array.from(own.data, (sample, i) => data[i]! - sample);
    const wrong = errors.filter((error) => error !== 0);
    expect(wrong.length).toBeGreaterThan(0);
    expect(wrong.length).toBeLessThan(data.length / 200);
    expect(new Set(wrong)).toEqual(new Set([1]));
    expect(data.every((sample, i) => errors[i] === 0 || sample < 32)).toBe(true);
  });
});

describe('readJxlSize', () => {
  it.each([
    [1, 1],
    [8, 8],
    [256, 256],
    [257, 129],
    [300, 400],
    [400, 300],
    [640, 360],
    [600, 500],
    [600, 400],
    [500, 400],
    [500, 250],
    [12, 700],
  ])('reads %ix%i', async (width, height) => {
    const data = new Uint8Array(width * height);
    const image = createRaster({ width, height, channels: 1, depth: 8, data });
    expect(readJxlSize(await encode('jxl:lossless=true,effort=1', image))).toEqual({
      width,
      height,
    });
  });

  it('refuses a header that is cut short', () => {
    for (const bytes of [[], [0xff], [0xff, 0x0a], [0xff, 0x0a, 0x00], [0, 0, 0, 12]]) {
      expect(() => readJxlSize(Uint8Array.from(bytes))).toThrow(WorkError);
    }
  });

  it('finds the codestream in a container', () => {
    const text = (value: string) => Array.from(value, (letter) => letter.charCodeAt(0));
    const codestream = [0xff, 0x0a, 0x01 | (3 << 1) | (1 << 6), 0];
    const signature = [0, 0, 0, 12, ...text('JXL '), 0x0d, 0x0a, 0x87, 0x0a];
    const other = [0, 0, 0, 12, ...text('Exif'), 1, 2, 3, 4];
    for (const box of [
      [0, 0, 0, 0, ...text('jxlc')],
      [0, 0, 0, 1, ...text('jxlc'), 0, 0, 0, 0, 0, 0, 0, 19],
      [0, 0, 0, 0, ...text('jxlp'), 0, 0, 0, 0],
    ]) {
      const file = Uint8Array.from([...signature, ...other, ...box, ...codestream]);
      expect(readJxlSize(file)).toEqual({ width: 32, height: 32 });
    }
    const none = Uint8Array.from([...signature, ...other]);
    expect(() => readJxlSize(none)).toThrow(WorkError);
    const endless = Uint8Array.from([...signature, 0, 0, 0, 0, ...text('Exif'), 1, 2, 3, 4]);
    expect(() => readJxlSize(endless)).toThrow(WorkError);
  });
});

describeShared('JPEG XL conformance files', () => {
  const file = (name: string) => readFileSync(shared('fuzz', 'jxl', 'conformance', `${name}.jxl`));
  const pictures = new Map<string, Raster>();
  const ours = async (name: string) => {
    const image = pictures.get(name) ?? (await decode('jxl:quality=1', file(name)));
    pictures.set(name, image);
    return image;
  };

  // Two versions of libjxl and two colour conversions: libvips with lcms, Squoosh with skcms.
  it.each([
    'bicycles',
    'opsin_inverse',
    'sunset_logo',
    'alpha_nonpremultiplied',
    'grayscale_public_university',
    'lz77_flower',
  ])('%s looks the same by both engines', async (name) => {
    const image = await ours(name);
    const theirs = await decode('jxl:engine=jsquash,quality=1', file(name));
    const layout = { channels: 4, depth: 8 } as const;
    expect(await scoreOf(psnr, convert(image, layout), convert(theirs, layout))).toBeGreaterThan(
      50,
    );
    // The header's size is that before the orientation is applied.
    const sides = Object.values(readJxlSize(file(name)));
    expect(sides.sort()).toEqual([image.width, image.height].sort());
  });

  it('grey stays grey and deep stays deep', async () => {
    expect((await ours('grayscale_public_university')).channels).toBe(1);
    expect((await ours('sunset_logo')).depth).toBe(16);
  });
});

describe('16 bit', () => {
  it('is coded finer than 8 bit', async () => {
    const image = picture({ width: 60, height: 40, depth: 16, grain: 0 });
    const decoded = await decode('jxl:quality=1', await encode('jxl:distance=0.05', image));
    expect(decoded.depth).toBe(16);
    const low = new Set(Array.from(decoded.data, (sample) => sample % 257));
    expect(low.size).toBeGreaterThan(100);
    expect(await scoreOf(psnr, image, decoded)).toBeGreaterThan(40);
  });
});
