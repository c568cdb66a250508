import { hash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { untimed } from '#src/base/clock.js';
import { resolveSettings, type Value } from '#src/base/params.js';
import { createLearnedCodec } from '#src/codecs/learned/codec.js';
import { readLearnedFile } from '#src/codecs/learned/container.js';
import { type CodecModelCard, codecModel } from '#src/codecs/learned/model-identity.js';
import type { Raster } from '#src/image/raster.js';
import { readCard } from '#src/models/card.js';
import { writeModel } from '#src/runtimes/onnx/proto.js';
import { tfjsTensors } from '#src/runtimes/tfjs/library.js';
import { convertToTfjs } from '../../../scripts/onnx-to-tfjs/convert.ts';
import { floats, integers, modelOf, node, value } from '../../runtimes/onnx/graphs.ts';
import { picture } from '../../support/photos.ts';
import { coded } from './coded.ts';
import { tinyModel } from './tiny.ts';

afterEach(() => vi.unstubAllEnvs());

const wave = (count: number, seed: number, size: number): number[] =>
  Array.from({ length: count }, (_, i) => Math.sin((i + 1) * 12.9898 + seed * 78.233) * size);

/** Rows of `count` numbers of one group each, that repeat every one of three channels. */
const repeated = (times: number, outer: (channel: number, time: number) => number): number[] =>
  Array.from({ length: 3 * times * 3 }, (_, place) => {
    const [to, from] = [Math.floor(place / 3), place % 3];
    return to === outer(from, to) ? 1 : 0;
  });

// Like the synthesis of the codec of tiny.ts, by the operators that sprig's has.
const synthesis = modelOf(
  [
    node('Mul', ['low', 'step'], 'low_value'),
    node('Mul', ['detail', 'step'], 'detail_value'),
    node('Conv', ['low_value', 'spread'], 'spread_low'),
    {
      ...node('DepthToSpace', ['spread_low'], 'up', { blocksize: 2 }),
      attribute: [
        { name: 'blocksize', type: 2, i: 2 },
        { name: 'mode', type: 3, s: Buffer.from('CRD') },
      ],
    },
    node('Add', ['up', 'detail_value'], 'sum'),
    node('Gather', ['sum', 'behind'], 'mirror', { axis: 3 }),
    node('Gather', ['sum', 'falling'], 'before', { axis: 3 }),
    node('Concat', ['before', 'sum', 'mirror'], 'wide', { axis: 3 }),
    node('Slice', ['wide', 'two', 'minus_two', 'three'], 'again'),
    node('Log', ['step'], 'log'),
    node('Mul', ['log', 'share'], 'octave'),
    node('Exp', ['octave'], 'fine'),
    node('Concat', ['octave', 'fine'], 'parts', { axis: 0 }),
    node('Reshape', ['parts', 'shape'], 'condition'),
    node('Conv', ['condition', 'lift', 'lift_bias'], 'scale'),
    node('Mul', ['again', 'small'], 'smaller'),
    node('Clip', ['smaller', 'least', 'most'], 'clipped'),
    node('Cast', ['half'], 'half32', { to: 1 }),
    node('Conv', ['clipped', 'half32', 'inward_bias'], 'inward', { pads: [1, 1, 1, 1] }),
    node('Relu', ['inward'], 'features'),
    node('Mul', ['features', 'scale'], 'scaled'),
    node('Conv', ['scaled', 'outward'], 'correction', { pads: [1, 1, 1, 1] }),
    node('Div', ['again', 'step'], 'steps'),
    node('Add', ['steps', 'correction'], 'corrected'),
    node('Mul', ['corrected', 'step'], 'better'),
    node('Conv', ['better', 'phases', 'grey'], 'pixels'),
    node('DepthToSpace', ['pixels'], 'whole', { blocksize: 4 }),
    node('Identity', ['whole'], 'image'),
  ],
  [value('low', [1, 3, 'h', 'w']), value('detail', [1, 3, 'h2', 'w2']), value('step', [1])],
  [value('image', [1, 3, 'H', 'W'])],
  [
    floats(
      'spread',
      [12, 3, 1, 1],
      repeated(4, (from, to) => from * 4 + (to % 4)),
    ),
    integers('behind', [-1, -2]),
    integers('falling', [1, 0]),
    integers('two', [2]),
    integers('minus_two', [-2]),
    integers('three', [3]),
    floats('share', [], [0.25]),
    integers('shape', [1, 2, 1, 1]),
    floats('lift', [8, 2, 1, 1], wave(16, 1, 0.2)),
    floats('lift_bias', [8], wave(8, 2, 0.5)),
    floats('small', [], [1 / 64]),
    floats('least', [], [-4]),
    floats('most', [], [4]),
    {
      name: 'half',
      dims: [8, 3, 3, 3],
      dataType: 10,
      rawData: new Uint8Array(
        Uint16Array.from({ length: 216 }, (_, i) => 0x2c00 + i * 9 + (i % 3) * 0x8000).buffer,
      ),
    },
    floats('inward_bias', [8], wave(8, 4, 0.1)),
    floats('outward', [3, 8, 3, 3], wave(216, 5, 0.02)),
    floats(
      'phases',
      [48, 3, 1, 1],
      repeated(16, (from, to) => from + 3 * Math.floor(to / 3)),
    ),
    floats('grey', [48], Array<number>(48).fill(128)),
  ],
);

/** The tiny model with that synthesis, in either form; both forms look for their files alike. */
async function model(runtime: 'onnx' | 'tfjs', change: (card: CardText) => void = () => {}) {
  const { folder } = await tinyModel();
  const file = path.join(folder, 'card.json');
  const card = JSON.parse(await readFile(file, 'utf8')) as CardText;
  const write = async (name: string, bytes: Uint8Array) => {
    await writeFile(path.join(folder, name), bytes);
    return { file: name, sha256: hash('sha256', bytes), bytes: bytes.length };
  };
  const { topology, weights } = convertToTfjs(synthesis, 'synthesis', 'weights.bin');
  const from = 'a test';
  Object.assign(
    card.graphs['synthesise']!,
    runtime === 'onnx'
      ? { files: [{ ...(await write('synthesise.onnx', writeModel(synthesis))), from }] }
      : {
          runtime,
          files: [
            {
              ...(await write('synthesise.json', topology)),
              shards: [await write('weights.bin', weights)],
              from,
            },
          ],
        },
  );
  change(card);
  await writeFile(file, JSON.stringify(card));
  return { folder, card: codecModel(await readCard(file)) };
}

interface CardText {
  graphs: Record<string, { runtime?: string; files: object[]; inputs: object[] }>;
}

async function codedBy(card: CodecModelCard, image: Raster, given: Record<string, Value> = {}) {
  return coded(await createLearnedCodec(card), image, given);
}

describe('a synthesis that TensorFlow.js runs', () => {
  it.each([
    [160, 96, 90],
    [33, 47, 75],
    [1, 1, 50],
  ])('gives the picture that onnxruntime gives, at %ix%i', async (width, height, quality) => {
    const image = picture(width, height);
    const onnx = await codedBy((await model('onnx')).card, image, { quality });
    const tfjs = await codedBy((await model('tfjs')).card, image, { quality });
    const { payload } = readLearnedFile(tfjs.bytes);
    expect(payload).toEqual(readLearnedFile(onnx.bytes).payload);
    const [a, b] = [tfjs, onnx].map(({ decoded }) => Array.from(decoded.data));
    const worst = Math.max(...a!.map((sample, i) => Math.abs(sample - b![i]!)));
    expect(worst).toBeLessThanOrEqual(1);
    // The test could not fail on a grey picture.
    expect(new Set(onnx.decoded.data).size).toBeGreaterThan(width > 1 ? 40 : 0);
    const { fileBytes: _, ...expected } = onnx.report.parts['synthesise']!;
    expect(tfjs.report.parts['synthesise']).toMatchObject(expected);
    expect(expected.macsPerPixel).toBeGreaterThan(20);
  });

  it('is another state of the model than that of ONNX', async () => {
    const { bytes } = await codedBy((await model('onnx')).card, picture(32, 32));
    const codec = await createLearnedCodec((await model('tfjs')).card);
    const settings = resolveSettings(codec.id, codec.params, {});
    const session = await codec.open(settings, { threads: 1, maxPixels: 10_000 });
    await expect(session.decode(bytes, untimed)).rejects.toThrow(/another state of the model/);
    await session.close();
  });

  it('is another state of the model with other weights, whatever its topology', async () => {
    const { card, folder } = await model('tfjs');
    const { bytes } = await codedBy(card, picture(32, 32));
    const weights = path.join(folder, 'weights.bin');
    const before = await readFile(weights);
    const after = before.with(3, before[3]! ^ 1);
    await writeFile(weights, after);
    const file = path.join(folder, 'card.json');
    const text = await readFile(file, 'utf8');
    const [old, now] = [before, after].map((each) => hash('sha256', each));
    await writeFile(file, text.replace(old!, now!));
    const codec = await createLearnedCodec(codecModel(await readCard(file)));
    const settings = resolveSettings(codec.id, codec.params, {});
    const session = await codec.open(settings, { threads: 1, maxPixels: 10_000 });
    await expect(session.decode(bytes, untimed)).rejects.toThrow(/another state of the model/);
    await session.close();
    const known = (await createLearnedCodec(card)).engine(settings).version;
    expect(codec.engine(settings).version).not.toBe(known);
  });

  it('stands in the engine, which says what runs it', async () => {
    const codec = await createLearnedCodec((await model('tfjs')).card);
    const settings = resolveSettings(codec.id, codec.params, {});
    expect(await codec.available(settings)).toBe(true);
    const { version, runtime } = codec.engine(settings);
    expect(version).toMatch(/onnxruntime \d[^,]*, tfjs-core \d.*, tfjs-backend-wasm \d/);
    expect(runtime).toBe('onnx');
  });

  it('leaves no tensors behind', async () => {
    const { card } = await model('tfjs');
    await codedBy(card, picture(32, 32));
    const before = await tfjsTensors();
    await codedBy(card, picture(40, 40));
    expect(await tfjsTensors()).toBe(before);
  });

  it('is refused where its weights are missing or others', async () => {
    const { card, folder } = await model('tfjs');
    const codec = await createLearnedCodec(card);
    const settings = resolveSettings(codec.id, codec.params, {});
    const weights = path.join(folder, 'weights.bin');
    const bytes = await readFile(weights);
    await writeFile(weights, bytes.with(5, bytes[5]! ^ 1));
    expect(await codec.available(settings)).toMatch(/weights\.bin is damaged .*SHA-256/);
    await rm(weights);
    expect(await codec.available(settings)).toMatch(/weights\.bin is not here/);
    const limits = { threads: 1, maxPixels: 10_000 };
    await expect(codec.open(settings, limits)).rejects.toThrow(/tiny: .*weights\.bin/);
  });

  it('is refused where it does not compute what the card says', async () => {
    const { card } = await model('tfjs', ({ graphs }) => graphs['synthesise']!.inputs.pop());
    await expect(codedBy(card, picture(32, 32))).rejects.toThrow(
      /expected to compute low, detail -> image; it computes low, detail, step -> image/,
    );
  });
});

describe('a card', () => {
  it.each<[string, (card: CardText) => void, RegExp]>([
    [
      'a context on TensorFlow.js',
      ({ graphs }) => {
        const { files } = graphs['synthesise']!;
        Object.assign(graphs['coarse']!, { runtime: 'tfjs', files });
      },
      /context coarse is of runtime tfjs: contexts have to be exact on every machine/,
    ],
    [
      'an ONNX file for TensorFlow.js',
      ({ graphs }) => Object.assign(graphs['analyse']!, { runtime: 'tfjs' }),
      /analyse is of runtime tfjs: each of its files is expected to be a \.json file with shards/,
    ],
    [
      'a graph model for onnxruntime',
      ({ graphs }) => delete graphs['synthesise']!.runtime,
      /synthesise is of runtime onnx: each of its files is expected to be an \.onnx file/,
    ],
    [
      'a runtime that is not known',
      ({ graphs }) => Object.assign(graphs['analyse']!, { runtime: 'tflite' }),
      /analyse/,
    ],
  ])('is refused with %s', async (_name, change, message) => {
    await expect(model('tfjs', change)).rejects.toThrow(message);
  });
});
