import { describe, expect, it } from 'vitest';
import { measure, untimed } from '#src/base/clock.js';
import { resolveSettings } from '#src/base/params.js';
import { fileFormats } from '#src/codecs/formats.js';
import { codecs } from '#src/codecs/registry.js';
import { sameSamples } from '#src/image/compare.js';
import { fit as fitted } from '#src/image/convert.js';
import { type Channels, createRaster, type Depth, type Raster } from '#src/image/raster.js';
import { generator } from '../../support/random.ts';
import { picture, roundTrip, samplesOf, withSession } from '../support.ts';
import { arms, eachArm, fidelity, layouts, missing, useSession } from './arms.ts';

// What is not here is told, never passed over. CI has the system libraries: Debian packages them all.
if (missing.length > 0) {
  describe.each(missing)('$arm.name', ({ arm: { codec, settings }, reason }) => {
    const isFault = process.env['CI'] && codec.engine(settings).runtime === 'ffi';
    it.skipIf(!isFault)(`is available: ${reason}`, () => expect(reason).toBe(''));
  });
}

describe.each(eachArm)('%s', (_, arm) => {
  const { codec, settings } = arm;
  const lossless = codec.lossless(settings);
  const session = useSession(arm);

  it('says well what it is', async () => {
    const engine = codec.engine(settings);
    expect(engine.name).toMatch(/^[a-z]/i);
    expect(engine.version).toMatch(/\d/);
    expect(engine.version).not.toContain('unknown');
    expect(await codec.available(settings)).toBe(true);
    expect(fileFormats).toContain(codec.format);
    expect(codecs.names).toContain(codec.id);
    const { channels, depths } = codec.accepts(settings);
    expect(channels.some((count) => count >= 3)).toBe(true);
    expect(depths.length).toBeGreaterThan(0);
    for (const param of Object.values(codec.params)) expect(param.meaning).toMatch(/\w{3}/);
  });

  it.each([
    [1, 1],
    [1, 17],
    [17, 1],
    [33, 47],
  ])('round-trips every layout at %ix%i', async (width, height) => {
    for (const layout of layouts) {
      const original = picture({ width, height, ...layout });
      const { stored, decoded } = await roundTrip(session(), arm, original);
      expect([decoded.width, decoded.height]).toEqual([width, height]);
      if (lossless) expect(sameSamples(stored, decoded)).toBe(true);
      else expect(await fidelity(stored, decoded)).toBeGreaterThan(leastFidelity(codec.id));
      // Alpha comes back, and none is invented.
      if (layout.channels !== 4) expect(decoded.channels).not.toBe(4);
      else if (stored.channels === 4) expect(decoded.channels).toBe(4);
    }
  });

  it('round-trips 257x129 and leaves its input and its answers alone', async () => {
    const stored = fitted(
      picture({ width: 257, height: 129, channels: 4 }),
      codec.accepts(settings),
    );
    const before = Buffer.from(samplesOf(stored));
    const bytes = await session().encode(stored, untimed);
    expect(samplesOf(stored).equals(before)).toBe(true);
    const bytesBefore = Buffer.from(bytes);
    const decoded = await session().decode(bytes, untimed);
    const decodedBefore = Buffer.from(samplesOf(decoded));
    expect(bytesBefore.equals(await session().encode(stored, untimed))).toBe(true);
    expect(samplesOf(await session().decode(bytes, untimed)).equals(decodedBefore)).toBe(true);
    // Nothing that was handed out is a view of memory that is used again.
    await roundTrip(session(), arm, picture({ width: 200, height: 130 }));
    expect(bytesBefore.equals(bytes)).toBe(true);
    expect(samplesOf(decoded).equals(decodedBefore)).toBe(true);
  });

  it('gives the same bytes in a session that follows', async () => {
    const original = picture({ width: 40, height: 30 });
    const first = await roundTrip(session(), arm, original);
    const second = await withSession(arm, (fresh) => roundTrip(fresh, arm, original));
    expect(second.bytes).toEqual(first.bytes);
  });

  it('books its stages inside the total', async () => {
    const stored = fitted(picture({ width: 33, height: 47 }), codec.accepts(settings));
    const encoded = await measure((clock) => session().encode(stored, clock));
    const decoded = await measure((clock) => session().decode(encoded.value, clock));
    const whole = codec.kind !== 'learned';
    expect(encoded.stages[whole ? 'encode' : 'analysis']).toBeGreaterThan(0);
    expect(decoded.stages[whole ? 'decode' : 'synthesis']).toBeGreaterThan(0);
  });

  it.runIf(lossless)('returns noise, extremes and colour under alpha exactly', async () => {
    for (const { channels, depth } of layouts) {
      const image = noise(61, 43, channels, depth, generator(channels * depth));
      const { stored, decoded } = await roundTrip(session(), arm, image);
      expect(sameSamples(stored, decoded)).toBe(true);
    }
  });

  // What stays behind is of a call, not of its pixels: the picture is small. A command line's memory
  // is not that of this process.
  const inProcess = codec.engine(settings).runtime !== 'cli';
  it.runIf(inProcess)('keeps its memory to itself over 150 pictures', async () => {
    const small = fitted(picture({ width: 32, height: 24 }), codec.accepts(settings));
    const rounds = async (count: number) => {
      for (let i = 0; i < count; i++) {
        await session().decode(await session().encode(small, untimed), untimed);
      }
      return process.memoryUsage().rss;
    };
    const warm = await rounds(50);
    expect((await rounds(100)) - warm).toBeLessThan(60e6);
  });
});

describe('lossless codecs', () => {
  it('are found among the arms, of every codec that can be', async () => {
    const all = [...arms, ...missing.map(({ arm }) => arm)];
    const exact = all.filter(({ codec, settings }) => codec.lossless(settings));
    const ids = exact.map(({ codec }) => codec.id);
    for (const id of codecs.names) {
      const { kind, params } = await codecs.load(id);
      if (kind === 'lossless' || params['lossless'] !== undefined) expect(ids).toContain(id);
    }
    expect(new Set(ids).size).toBeGreaterThan(8);
  });

  it('names jxl at quality=100 lossless, and holds to it', async () => {
    const codec = await codecs.load('jxl');
    const settings = resolveSettings('jxl', codec.params, { quality: 100 });
    expect(codec.lossless(settings)).toBe(true);
    const arm = { name: 'jxl:quality=100', codec, settings };
    const { stored, decoded } = await withSession(arm, (session) =>
      roundTrip(session, arm, noise(61, 43, 4, 16, generator(3))),
    );
    expect(sameSamples(stored, decoded)).toBe(true);
  });
});

/** Any samples, with a third each of the smallest and the largest in alpha. */
function noise(
  width: number,
  height: number,
  channels: Channels,
  depth: Depth,
  random: () => number,
): Raster {
  const peak = depth === 8 ? 255 : 65535;
  const length = width * height * channels;
  const data = depth === 8 ? new Uint8Array(length) : new Uint16Array(length);
  for (let i = 0; i < length; i++) {
    const sample = Math.floor(random() * (peak + 1));
    const alpha = channels === 4 && i % 4 === 3;
    data[i] = alpha ? Math.round(Math.max(0, Math.min(1, random() * 3 - 1)) * peak) : sample;
  }
  return createRaster({ width, height, channels, depth, data });
}

/** PSNR of small pictures that are not like those a model has learned from. */
function leastFidelity(id: string): number {
  return id === 'taef2' ? 12 : 24;
}
