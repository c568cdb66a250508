import { describe, expect, it } from 'vitest';
import { untimed } from '#src/base/clock.js';
import { convert } from '#src/image/convert.js';
import { sharp } from '#src/image/files/sharp.js';
import { createRaster } from '#src/image/raster.js';
import { psnr } from '#src/metrics/psnr.js';
import { scoreOf } from '../support/score.ts';
import { arm, picture, resources, roundTrip, withSession } from './support.js';

const image = picture({ width: 160, height: 96 });

async function encode(text: string, threads = 1): Promise<Uint8Array> {
  const avif = await arm(text);
  return withSession(avif, (session) => session.encode(image, untimed), { ...resources, threads });
}

describe('speed', () => {
  it('10 runs as 9, as in libavif', async () => {
    const fastest = await encode('avif:speed=9,quality=50');
    expect(await encode('avif:speed=10,quality=50')).toEqual(fastest);
    expect(await encode('avif:speed=8,quality=50')).not.toEqual(fastest);
  });
});

describe('threads', () => {
  it('are those of the session that codes, whatever others are open', async () => {
    const alone = await encode('avif:speed=8,quality=50');
    const avif = await arm('avif:speed=8,quality=50');
    const session = await avif.codec.open(avif.settings, { ...resources, threads: 2 });
    const coding = session.encode(image, untimed);
    expect(sharp.concurrency()).toBe(2);
    await coding;
    expect(await encode('avif:speed=8,quality=50')).toEqual(alone);
    expect(sharp.concurrency()).toBe(1);
    await session.close();
  });
});

describe('depth', () => {
  it.each([10, 12])('%i bits keep black, white and the levels between', async (bits) => {
    const data = Uint16Array.from({ length: 64 * 64 * 3 }, (_, i) => ((i / 3) % 64) * 1040);
    data.fill(65535, 0, 64 * 16 * 3);
    data.fill(0, data.length - 64 * 16 * 3);
    const ramp = createRaster({ width: 64, height: 64, channels: 3, depth: 16, data });
    const avif = await arm(`avif:speed=8,depth=${bits},quality=100`);
    const { decoded } = await withSession(avif, (session) => roundTrip(session, avif, ramp));
    expect(decoded.depth).toBe(16);
    expect(decoded.data[64 * 8 * 3]).toBe(65535);
    expect(decoded.data.at(-1)).toBe(0);
    const step = 65535 / (2 ** bits - 1);
    const codes = Array.from(decoded.data, (sample) => sample / step);
    expect(codes.every((code) => Math.abs(code - Math.round(code)) < 0.51 / step)).toBe(true);
    expect(await scoreOf(psnr, ramp, decoded)).toBeGreaterThan(48);
  });

  it('10 bits come closer to an 8-bit picture than 8 do', async () => {
    const score = async (text: string) => {
      const avif = await arm(text);
      const { decoded } = await withSession(avif, (session) => roundTrip(session, avif, image));
      return scoreOf(psnr, convert(image, { channels: 3, depth: decoded.depth }), decoded);
    };
    const eight = await score('avif:speed=8,quality=100');
    expect(await score('avif:speed=8,depth=10,quality=100')).toBeGreaterThan(eight + 1);
  });
});

describe('AVIF in WASM', () => {
  it('writes what sharp decodes to nearly the same samples', async () => {
    const bytes = await encode('avif:engine=wasm,speed=8,quality=80');
    const [native, wasm] = await Promise.all(
      ['sharp', 'wasm'].map(async (engine) => {
        const avif = await arm(`avif:engine=${engine},quality=80`);
        return withSession(avif, (session) => session.decode(bytes, untimed));
      }),
    );
    expect(await scoreOf(psnr, native!, wasm!)).toBeGreaterThan(48);
    expect(await scoreOf(psnr, image, wasm!)).toBeGreaterThan(34);
  });

  it.each([8, 10, 12])('says %i bits in its configuration', async (bits) => {
    const bytes = await encode(`avif:engine=wasm,speed=8,depth=${bits},quality=60`);
    // AV1CodecConfigurationRecord: high_bitdepth and twelve_bit in its third byte.
    const at = Buffer.from(bytes).indexOf('av1C') + 4;
    expect((bytes[at + 2]! >> 5) & 3).toBe({ 8: 0, 10: 2, 12: 3 }[bits]);
  });
});
