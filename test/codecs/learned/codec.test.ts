import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { measure, untimed } from '#src/base/clock.js';
import { WorkError } from '#src/base/errors.js';
import { resolveSettings } from '#src/base/params.js';
import type { Codec } from '#src/codecs/codec.js';
import { createLearnedCodec } from '#src/codecs/learned/codec.js';
import { readLearnedFile, writeLearnedFile } from '#src/codecs/learned/container.js';
import { type OpenModel, openModel } from '#src/codecs/learned/model.js';
import { locateModel } from '#src/codecs/learned/model-files.js';
import { openCoder } from '#src/codecs/learned/payload.js';
import { createLearnedSession } from '#src/codecs/learned/session.js';
import { entropyCoders } from '#src/entropy/registry.js';
import { sameSamples } from '#src/image/compare.js';
import { psnr } from '#src/metrics/psnr.js';
import type { Tensor } from '#src/runtimes/onnx/session.js';
import { picture } from '../../support/photos.ts';
import { scoreOf } from '../../support/score.ts';
import { keepVipsWarm } from '../../support/vips.ts';
import { resources } from '../support.ts';
import { coded, sessionOf } from './coded.ts';
import { type Tiny, tinyModel } from './tiny.ts';

keepVipsWarm();
afterEach(() => vi.unstubAllEnvs());

describe('a codec out of a card', () => {
  it('codes pictures of any size', async () => {
    const { card } = await tinyModel();
    const codec = await createLearnedCodec(card);
    for (const [width, height] of [
      [1, 1],
      [1, 17],
      [17, 1],
      [33, 47],
      [160, 96],
    ] as const) {
      const image = picture(width, height);
      const { bytes, decoded } = await coded(codec, image, { quality: 80 });
      expect([decoded.width, decoded.height, decoded.channels]).toEqual([width, height, 3]);
      // Below 4x4 pixels on average the model knows nothing.
      expect(await scoreOf(psnr, image, decoded)).toBeGreaterThan(18);
      const { payload } = readLearnedFile(bytes);
      expect(bytes.length - payload.length).toBeLessThan(40);
    }
  });

  it.each([
    ['of nearest symbols', 0],
    ['with rate-distortion optimised quantisation', 0.15],
  ])('gives the same picture by every entropy coder and arrangement, %s', async (_, rdoq) => {
    const { card } = await tinyModel({ rdoq });
    const codec = await createLearnedCodec(card);
    const image = picture(75, 50);
    const { decoded: expected } = await coded(codec, image);
    for (const id of entropyCoders.names) {
      const coder = await entropyCoders.load(id);
      const arrangements = coder.kind === 'array' ? ['auto', ...coder.arrangements] : [null];
      for (const arrangement of arrangements) {
        const given = { entropy: id, ...(arrangement && { arrangement }) };
        const { bytes, decoded, report } = await coded(codec, image, given);
        expect(sameSamples(decoded, expected)).toBe(true);
        expect(report).toMatchObject({ model: 'tiny', coder: id, provider: 'cpu' });
        expect(report.payloadBytes).toBe(readLearnedFile(bytes).payload.length);
      }
    }
  });

  it('decodes by the file alone, whatever the settings', async () => {
    const { card } = await tinyModel();
    const codec = await createLearnedCodec(card);
    const image = picture(75, 50);
    const { bytes, decoded } = await coded(codec, image, { quality: 90 });
    const other = await sessionOf(codec, { quality: 10, entropy: 'raw', arrangement: 'stacked' });
    expect(sameSamples(await other.decode(bytes, untimed), decoded)).toBe(true);
    expect(await other.report?.()).toMatchObject({ coder: 'range' });
    await other.close();
  });

  it('spends more bits on a better picture', async () => {
    const { card } = await tinyModel();
    const codec = await createLearnedCodec(card);
    const image = picture(160, 128);
    let before = { bits: 0, psnr: 0 };
    for (const quality of [0, 20, 40, 60, 80, 100]) {
      const { bytes, decoded } = await coded(codec, image, { quality });
      const now = { bits: 8 * bytes.length, psnr: await scoreOf(psnr, image, decoded) };
      expect(now.bits).toBeGreaterThan(before.bits);
      expect(now.psnr).toBeGreaterThanOrEqual(before.psnr - 0.01);
      before = now;
    }
  });

  it('comes within a few bytes of its own estimate, which is the same for every coder', async () => {
    const { card } = await tinyModel();
    const codec = await createLearnedCodec(card);
    const image = picture(160, 128);
    const { report } = await coded(codec, image, { quality: 70 });
    expect(report.estimatedBits).toBeGreaterThan(1000);
    expect(8 * report.payloadBytes).toBeGreaterThan(report.estimatedBits! - 8);
    expect(8 * report.payloadBytes).toBeLessThan(report.estimatedBits! * 1.001 + 128);
    const jpegls = await coded(codec, image, { quality: 70, entropy: 'jpegls' });
    expect(jpegls.report.estimatedBits).toBe(report.estimatedBits);
  });

  it('counts its parts; coders of arrays use no context', async () => {
    const { card } = await tinyModel();
    const codec = await createLearnedCodec(card);
    const { report } = await coded(codec, picture(33, 47));
    expect(Object.keys(report.parts)).toEqual([
      'analyse',
      'synthesise',
      'coarse',
      'fine',
      'distributions',
    ]);
    expect(report.parts['analyse']).toMatchObject({ macsPerPixel: 0, used: 'encode' });
    // Padded to 48x48: three channels, nine weights each.
    expect(report.parts['synthesise']).toMatchObject({
      macsPerPixel: (48 * 48 * 27) / (33 * 47),
      used: 'decode',
    });
    const coarse = (6 * 6 * 4 * 27 + 12 * 12 * 3 * 4) / (33 * 47);
    expect(report.parts['coarse']!.macsPerPixel).toBeCloseTo(coarse, 9);
    const fine = (12 * 12 * 3 * (75 + 4)) / (33 * 47);
    expect(report.parts['fine']!.macsPerPixel).toBeCloseTo(fine, 9);
    expect(report.parts['fine']).toMatchObject({ used: 'both' });
    const array = await coded(codec, picture(33, 47), { entropy: 'raw' });
    expect(Object.keys(array.report.parts)).toEqual(['analyse', 'synthesise']);
  });

  it('books its stages', async () => {
    const { card } = await tinyModel();
    const session = await sessionOf(await createLearnedCodec(card));
    const encoded = await measure((clock) => session.encode(picture(33, 47), clock));
    const decoded = await measure((clock) => session.decode(encoded.value, clock));
    await session.close();
    const names = ({ stages }: { stages: object }) => Object.keys(stages);
    expect(names(encoded)).toEqual([
      ...['prepare', 'analysis', 'transfer', 'entropy', 'store', 'other'],
    ]);
    expect(names(decoded)).toEqual(['parse', 'entropy', 'synthesis', 'finish', 'other']);
  });

  it('measures its distributions on the picture where the card says so', async () => {
    const { card } = await tinyModel({
      distributions: 'measured',
      groups: [
        { id: 'low', channels: 3, scale: 8, rounding: 0.5, limit: 1023, predict: 'median' },
        { id: 'detail', channels: 3, scale: 4, rounding: 0.5, limit: 1023, predict: 'none' },
      ],
      passes: [
        { group: 'low', part: 'all', base: 0 },
        { group: 'detail', part: 'all', base: 3 },
      ],
    });
    const codec = await createLearnedCodec(card);
    const image = picture(160, 128);
    const { bytes, report } = await coded(codec, image, { quality: 70 });
    const { distributions, payload } = readLearnedFile(bytes);
    expect(distributions.length).toBeGreaterThan(10);
    expect(8 * payload.length).toBeLessThan(report.estimatedBits! + 128);
    const { report: other } = await coded(codec, image, { quality: 70, entropy: 'zstd' });
    expect(other.estimatedBits).toBe(report.estimatedBits);
  });
});

async function open({ card }: Tiny): Promise<OpenModel> {
  const { files } = await locateModel(card);
  return openModel(card, files!, { threads: 1, provider: 'cpu' });
}

async function openSession(model: OpenModel, rate = 700) {
  const coder = await openCoder(await entropyCoders.load('range'));
  const options = { coder, arrangement: 'stacked' as const, provider: 'cpu', rate };
  const models = { id: model.card.id, at: async () => model, close: model.close };
  return createLearnedSession(models, { ...options, maxPixels: resources.maxPixels });
}

/** The model with what its context graphs tell changed. */
function changed(model: OpenModel, change: (tensor: Tensor) => Tensor): OpenModel {
  const contexts = Object.entries(model.contexts).map(([name, graph]) => {
    const { session } = graph;
    if (session === null) throw new Error(`${name} goes wave by wave`);
    const run: typeof session.run = async (feeds, outputs) => {
      const results = await session.run(feeds, outputs);
      return { ...results, indexes: change(results['indexes']!) };
    };
    return [name, { ...graph, wavefront: null, session: { ...session, run } }] as const;
  });
  return { ...model, contexts: Object.fromEntries(contexts) };
}

describe('context', () => {
  it('may be off by 0.2 on another machine', async () => {
    const model = await open(await tinyModel());
    const off = (sign: number) =>
      changed(model, ({ dims, data }) => ({
        dims,
        data: data.map((index, at) => index + sign * 0.2 * (at % 3 === 0 ? 1 : -1)),
      }));
    const session = await openSession(model);
    const image = picture(160, 128);
    const bytes = await session.encode(image, untimed);
    const decoded = await session.decode(bytes, untimed);
    for (const sign of [1, -1]) {
      const elsewhere = await openSession(off(sign));
      expect(await elsewhere.encode(image, untimed)).toEqual(bytes);
      expect(sameSamples(await elsewhere.decode(bytes, untimed), decoded)).toBe(true);
    }
    // The test would notice: half an index more is another stream.
    const shifted = await openSession(
      changed(model, ({ dims, data }) => ({
        dims,
        data: data.map((index) => Math.max(0, index - 0.6)),
      })),
    );
    expect(await shifted.encode(image, untimed)).not.toEqual(bytes);
    await session.close();
  });

  it.each([
    ['no number', Number.NaN, 'such as NaN for detail; expected 0 to 14'],
    ['below 0', -0.6, 'such as -0.6'],
    ['beyond the table', 14.6, 'such as 14.6'],
    ['infinite', Number.POSITIVE_INFINITY, 'such as Infinity'],
  ])('that is %s is refused', async (_name, wrong, message) => {
    const model = await open(await tinyModel());
    const session = await openSession(
      changed(model, ({ dims, data }) => ({ dims, data: data.with(0, wrong) })),
    );
    const error = await session.encode(picture(40, 40), untimed).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(WorkError);
    expect(
      (error as Error).message.replace(/-0\.60+\d+|14\.6000\d+/, (told) => told.slice(0, 4)),
    ).toContain(message);
    await session.close();
  });

  it('of the wrong shape is refused', async () => {
    const model = await open(await tinyModel());
    const session = await openSession(
      changed(model, ({ data }) => ({ dims: [1, 3, 1, data.length / 3], data })),
    );
    await expect(session.encode(picture(40, 40), untimed)).rejects.toThrow(/\[1,3,1,/);
    await session.close();
  });
});

describe('tiles', () => {
  const tiles = { size: 64, overlap: 16 };

  it.each([
    [200, 150],
    [300, 40],
    [97, 128],
  ])('give the symbols and the streams of the whole picture, at %ix%i', async (width, height) => {
    const image = picture(width, height);
    const whole = await openSession(await open(await tinyModel()));
    const tiled = await openSession(await open(await tinyModel({ tiles })));
    const [one, other] = [await whole.encode(image, untimed), await tiled.encode(image, untimed)];
    expect(readLearnedFile(other).payload).toEqual(readLearnedFile(one).payload);
    const [a, b] = [await whole.decode(one, untimed), await tiled.decode(other, untimed)];
    expect(sameSamples(a, b)).toBe(true);
    await whole.close();
    await tiled.close();
  });

  it('cost what their overlaps add', async () => {
    const image = picture(128, 128);
    const { report } = await coded(
      await createLearnedCodec((await tinyModel({ tiles })).card),
      image,
    );
    // Four windows of 80x80.
    expect(report.parts['synthesise']!.macsPerPixel).toBeCloseTo((4 * 80 * 80 * 27) / 128 ** 2, 9);
  });
});

describe('files that are no good', () => {
  const damaged = async () => {
    const { card, folder } = await tinyModel();
    const codec = await createLearnedCodec(card);
    const { bytes } = await coded(codec, picture(64, 48), { quality: 70 });
    return { codec, bytes, folder, card };
  };
  const refusal = async (codec: Codec, bytes: Uint8Array): Promise<string> => {
    const session = await sessionOf(codec);
    const error = await session.decode(bytes, untimed).catch((e: unknown) => e);
    await session.close();
    expect(error).toBeInstanceOf(WorkError);
    expect((error as Error).message).not.toContain('\n');
    return (error as Error).message;
  };

  it('are refused: cut, extended, one bit flipped anywhere', async () => {
    const { codec, bytes } = await damaged();
    const session = await sessionOf(codec);
    const decode = (each: Uint8Array) => session.decode(each, untimed);
    for (let length = 0; length < bytes.length; length += 1 + (length >> 3)) {
      await expect(decode(bytes.subarray(0, length))).rejects.toThrow(WorkError);
    }
    await expect(decode(new Uint8Array([...bytes, 0]))).rejects.toThrow(WorkError);
    for (let at = 0; at < bytes.length; at++) {
      const flipped = bytes.slice();
      flipped[at]! ^= 1 << (at % 8);
      await expect(decode(flipped)).rejects.toThrow(WorkError);
    }
    await session.close();
  });

  it.each([
    ['a picture beyond the limit', { width: 60_000, height: 60_000 }, /more than 50000000 pixels/],
    ['no picture', { width: 0 }, /0x48 pixels/],
    ['a rate beyond 1000', { rate: 1001 }, /rate 1001/],
    ['another model', { model: 'sprog' }, /'sprog'; expected one of 'tiny'/],
    [
      'another state of the model',
      { identity: Uint8Array.of(1, 2, 3, 4) },
      /01020304; the one here is/,
    ],
    ['an unknown coder', { coder: 'morse' }, /coder 'morse', which is not known/],
    ['an arrangement beside a modelled coder', { arrangement: 'tiled' as const }, /damaged/],
    ['a coder of arrays without arrangement', { coder: 'raw' }, /damaged/],
    ['another size than the payload', { width: 65, height: 49 }, /./],
    ['a payload of another coder', { coder: 'zstd', arrangement: 'stacked' as const }, /./],
    ['no payload', { payload: new Uint8Array() }, /./],
  ])('are refused though their checksum is right: %s', async (_name, change, message) => {
    const { codec, bytes } = await damaged();
    const file = writeLearnedFile({ ...readLearnedFile(bytes), ...change });
    expect(await refusal(codec, file)).toMatch(message);
  });

  it('of a newer version say so', async () => {
    const { codec, bytes } = await damaged();
    expect(await refusal(codec, bytes.with(3, 9))).toContain('of version 9');
  });

  it('as models are told: missing, and changed after they were found', async () => {
    const { codec, folder } = await damaged();
    const settings = resolveSettings(codec.id, codec.params, {});
    expect(await codec.available(settings)).toBe(true);
    await writeFile(path.join(folder, 'fine.onnx'), 'another');
    expect(await codec.available(settings)).toMatch(/fine\.onnx is another file, by its length/);
    await expect(codec.open(settings, resources)).rejects.toThrow(/tiny: .*fine\.onnx/);
    await rm(path.join(folder, 'tiny.bin'));
    await rm(path.join(folder, 'fine.onnx'));
    expect(await codec.available(settings)).toContain('fine.onnx is not here');
  });
});

it('an engine is the model, the runtimes and the library of the coder', async () => {
  const { card } = await tinyModel();
  const codec = await createLearnedCodec(card);
  const versionWith = (entropy: string): string =>
    codec.engine(resolveSettings(codec.id, codec.params, { entropy })).version;
  const mark = /^[0-9a-f]{8} \(/;
  expect(versionWith('rans')).toMatch(mark);
  expect(versionWith('rans')).toMatch(/ \(onnxruntime [\d.]+\)$/);
  for (const entropy of ['zstd', 'jpegls', 'brotli', 'hybrid']) {
    const { library } = await entropyCoders.load(entropy);
    expect(library).toMatch(/\d/);
    expect(versionWith(entropy)).toBe(versionWith('rans').replace(/\)$/, `, ${library})`));
  }
});
