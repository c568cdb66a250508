import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { untimed } from '#src/base/clock.js';
import { resolveSettings } from '#src/base/params.js';
import type { Codec } from '#src/codecs/codec.js';
import type { ModelOpener } from '#src/codecs/learned/opener.js';
import { encodeGroups, estimateBits, openCoder } from '#src/codecs/learned/payload.js';
import { paddedSide, toPlanes } from '#src/codecs/learned/picture.js';
import { symbolsOf } from '#src/codecs/learned/symbols.js';
import { runNamed } from '#src/codecs/learned/tensors.js';
import { entropyCoders } from '#src/entropy/registry.js';
import { sameSamples } from '#src/image/compare.js';
import type { Tensor } from '#src/runtimes/onnx/session.js';
import { picture } from '../../support/photos.ts';
import { coded, sessionOf } from './coded.ts';
import {
  floatsOf,
  largestDifference,
  openFixture,
  pictureOf,
  readTorch,
  type TorchPicture,
  wholesOf,
} from './fixture.ts';

// Small models of random weights, made by models/<id>/export.py --tiny --seed 1, with what PyTorch
// gives for a picture, stage by stage, and the length of CompressAI's own stream.

const ids = [
  'bmshj2018-factorized',
  'bmshj2018-hyperprior',
  'mbt2018-mean',
  'mbt2018',
  'cheng2020-anchor',
] as const;

interface Torch extends TorchPicture {
  readonly streamBytes: number;
}

describe.each(ids)('%s', (id) => {
  let codec: Codec;
  let models: ModelOpener;
  let close: () => Promise<void>;
  const torch = readTorch<Torch>(id);

  beforeAll(async () => {
    ({ codec, models, close } = await openFixture(id));
  });
  afterAll(() => close());

  test('stage by stage as in PyTorch', async () => {
    const model = await models.at(0);
    const { input, analysis } = model.card.codec;
    const image = pictureOf(torch);
    const extent = {
      width: paddedSide(image.width, input),
      height: paddedSide(image.height, input),
    };
    const planes = toPlanes(image, extent, [0, 1]);
    const known = new Map([['image', { tensor: planes, scale: 1 }]]);
    const coefficients = await runNamed(model.analysis, known, extent, null);
    expect(analysis).toBe('analysis');
    if (id === 'bmshj2018-factorized') {
      // Its sides are padded to 16, those of the fixture to 64.
      expect(coefficients.get('y')!.tensor.dims[1]).toBe(torch.tensors['y']!.dims[1]);
      return;
    }
    expect(
      largestDifference(coefficients.get('y')!.tensor.data, floatsOf(torch.tensors['y']!)),
    ).toBeLessThan(1e-5);
    const place = { rate: 0, extent };
    const { groups, passes } = await symbolsOf(model, coefficients, place);
    const [y, z] = groups as [(typeof groups)[0], (typeof groups)[0]];
    expect(z.data.length).toBeGreaterThan(0);
    expect([...z.data]).toEqual([...wholesOf(torch.tensors['zSymbols']!)]);
    const params = await runNamed(
      model.contexts['hyper'] as Parameters<typeof runNamed>[0],
      new Map([['z', { tensor: tensorOf(z), scale: 64 }]]),
      extent,
      null,
    );
    const told = [...params.values()].flatMap(({ tensor }) => [...tensor.data]);
    expect(largestDifference(told, floatsOf(torch.tensors['params']!))).toBeLessThan(1e-5);
    const stands = y.values ?? Float32Array.from(y.data);
    expect(largestDifference(stands, floatsOf(torch.tensors['yHat']!))).toBeLessThan(1e-5);
    expect(new Set(y.data).size).toBeGreaterThan(5);

    const rans = await openCoder(await entropyCoders.load('rans'));
    const { payload } = await encodeGroups(model, rans, groups, {
      ...place,
      passes,
      arrangement: 'stacked',
    });
    await rans.session.close();
    expect(payload.length).toBeLessThan(1.005 * torch.streamBytes + 64);
    expect(payload.length).toBeGreaterThan(0.995 * torch.streamBytes - 64);
    const bits = await estimateBits(model, groups, { ...place, passes: null });
    expect(payload.length).toBeLessThan(1.001 * (bits / 8) + 40);
  });

  test('the decoded picture is that of CompressAI', async () => {
    if (id === 'bmshj2018-factorized') return;
    const image = pictureOf(torch);
    const { decoded, report } = await coded(codec, image);
    const theirs = floatsOf(torch.tensors['image']!);
    const [, , rows, columns] = torch.tensors['image']!.dims as [number, number, number, number];
    let worst = 0;
    for (let i = 0; i < decoded.data.length; i++) {
      const [channel, pixel] = [i % 3, Math.floor(i / 3)];
      const [y, x] = [Math.floor(pixel / image.width), pixel % image.width];
      const value = 255 * theirs[(channel * rows + y) * columns + x]!;
      worst = Math.max(worst, Math.abs(decoded.data[i]! - value));
    }
    expect(worst).toBeLessThan(0.51);
    expect([report.model, report.verified]).toEqual([id, 'architecture']);
    expect(report.estimatedBits).toBeLessThanOrEqual(8 * report.payloadBytes);
  });

  test.each([
    [1, 1],
    [1, 17],
    [33, 47],
    [200, 130],
    [767, 513],
  ])(
    'a picture of %i x %i there and back, by a session that did not make it',
    async (width, height) => {
      const image = picture(width, height);
      const session = await sessionOf(codec);
      const bytes = await session.encode(image, untimed);
      const here = await session.decode(bytes, untimed);
      await session.close();
      const other = await sessionOf(codec);
      const there = await other.decode(bytes, untimed);
      await other.close();
      expect([there.width, there.height]).toEqual([width, height]);
      expect(sameSamples(there, here)).toBe(true);
    },
  );

  test('by any entropy coder the same picture, and the same ideal length', async () => {
    const image = picture(70, 50);
    const first = await coded(codec, image);
    const seen = [];
    for (const entropy of entropyCoders.names) {
      const coder = await entropyCoders.load(entropy);
      expect(await coder.available()).toBe(true);
      const layouts = coder.kind === 'array' ? coder.arrangements : ['auto'];
      for (const arrangement of layouts) {
        const given = coder.kind === 'array' ? { entropy, arrangement } : { entropy };
        const { decoded, report } = await coded(codec, image, given);
        expect(sameSamples(first.decoded, decoded)).toBe(true);
        expect(report.estimatedBits).toBe(first.report.estimatedBits);
        expect(report.coder).toBe(entropy);
        // By adaptive codes, and by codes of whole bits, symbols that the model did not expect may cost
        // less than by the model.
        if (['rans', 'range', 'tans'].includes(entropy)) {
          expect(8 * report.payloadBytes, entropy).toBeGreaterThanOrEqual(
            report.estimatedBits! - 8,
          );
        }
        seen.push(coder.kind);
      }
    }
    expect(new Set(seen)).toEqual(new Set(['modelled', 'array']));
  });

  test('rANS is within 0.1 % and 40 bytes of the ideal length of its symbols', async () => {
    const { report } = await coded(codec, picture(300, 200));
    expect(report.payloadBytes).toBeLessThan((1.001 * report.estimatedBits!) / 8 + 40);
  });

  test('one thread and two make the same file', async () => {
    const image = picture(200, 130);
    const files = [];
    for (const threads of [1, 2]) {
      const settings = resolveSettings(codec.id, codec.params, {});
      const session = await codec.open(settings, { threads, maxPixels: 1e6 });
      files.push(Buffer.from(await session.encode(image, untimed)).toString('hex'));
      await session.close();
    }
    expect(files[1]).toBe(files[0]);
  });
});

const tensorOf = (group: {
  channels: number;
  height: number;
  width: number;
  data: Int16Array;
}): Tensor => ({
  dims: [1, group.channels, group.height, group.width],
  data: Float32Array.from(group.data),
});
