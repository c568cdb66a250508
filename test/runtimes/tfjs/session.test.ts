import { describe, expect, it } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import { costOf } from '#src/runtimes/onnx/cost.js';
import {
  type OnnxModel,
  type OnnxNode,
  type OnnxTensor,
  writeModel,
} from '#src/runtimes/onnx/proto.js';
import { type GraphSession, openOnnx, type Tensor } from '#src/runtimes/onnx/session.js';
import { findTfjs, tfjsAvailable, tfjsTensors } from '#src/runtimes/tfjs/library.js';
import { openTfjs } from '#src/runtimes/tfjs/session.js';
import { convertToTfjs } from '../../../scripts/onnx-to-tfjs/convert.ts';
import { floats, integers, modelOf, node, value } from '../onnx/graphs.ts';

const noise = (count: number, seed: number): number[] =>
  Array.from({ length: count }, (_, i) => Math.sin((i + 1) * 12.9898 + seed * 78.233) * 2);

const weights = (name: string, dims: number[], seed = 1): OnnxTensor =>
  floats(
    name,
    dims,
    noise(
      dims.reduce((all, side) => all * side, 1),
      seed,
    ),
  );

const tensor = (...dims: number[]): Tensor => ({
  dims,
  data: Float32Array.from(
    noise(
      dims.reduce((all, side) => all * side, 1),
      dims.length,
    ),
  ),
});

const mode = (given: OnnxNode, text: string): OnnxNode => ({
  ...given,
  attribute: [...given.attribute, { name: 'mode', type: 3, s: Buffer.from(text) }],
});

const x = value('x', [1, 6, 'h', 'w']);
const y = value('y', ['n', 'c', 'h', 'w']);

/** A graph from `x` (and `s`, one number above zero) to `y`. */
const from = (nodes: OnnxNode[], initializers: OnnxTensor[] = [], output = y): OnnxModel => {
  const reads = (name: string) => nodes.some(({ input }) => input.includes(name));
  const inputs = [x, value('s', [1])].filter(({ name }) => reads(name));
  return modelOf(nodes, inputs, [output], initializers);
};

const feedsOf = ({ graph }: OnnxModel): Record<string, Tensor> => {
  const all: Record<string, Tensor> = {
    x: tensor(1, 6, 8, 10),
    s: { dims: [1], data: Float32Array.of(3.7) },
  };
  return Object.fromEntries(graph.input.map(({ name }) => [name, all[name]!]));
};

const opened = async (model: OnnxModel) => {
  const { topology, weights: bytes } = convertToTfjs(model, 'a graph', 'w.bin');
  return openTfjs({ topology, shards: new Map([['w.bin', bytes]]) }, 'a graph');
};

async function ran(session: GraphSession, model: OnnxModel): Promise<Tensor> {
  const { y: answer } = await session.run(feedsOf(model));
  await session.close();
  return answer!;
}

const three = [floats('k', [3], [2, 0.5, -1])];
const cases: [string, OnnxModel][] = [
  ['a convolution', from([node('Conv', ['x', 'w'], 'y')], [weights('w', [4, 6, 1, 1])])],
  [
    'a convolution with bias, strides and uneven padding',
    from(
      [node('Conv', ['x', 'w', 'b'], 'y', { strides: [2, 1], pads: [1, 0, 2, 3] })],
      [weights('w', [5, 6, 3, 4]), weights('b', [5])],
    ),
  ],
  [
    'a depthwise convolution of two outputs a channel',
    from(
      [node('Conv', ['x', 'w'], 'y', { group: 6, pads: [1, 1, 1, 1] })],
      [weights('w', [12, 1, 3, 3])],
    ),
  ],
  [
    'a depthwise convolution with bias and an activation',
    from(
      [
        node('Conv', ['x', 'w', 'b'], 'c', { group: 6, pads: [2, 2, 2, 2], strides: [2, 2] }),
        node('Relu', ['c'], 'y'),
      ],
      [weights('w', [6, 1, 5, 5]), weights('b', [6])],
    ),
  ],
  [
    'an activation of what is read before it too',
    from(
      [
        node('Conv', ['x', 'w', 'b'], 'c'),
        node('Relu', ['c'], 'r'),
        node('Sub', ['r', 'c'], 'd'),
        node('Relu', ['d'], 'y'),
      ],
      [weights('w', [5, 6, 1, 1]), weights('b', [5])],
    ),
  ],
  [
    'weights of 16 bits',
    from(
      [
        node('Cast', ['w'], 'wide', { to: 1 }),
        node('Conv', ['x', 'wide'], 'y', { pads: [0, 0, 0, 0] }),
      ],
      [
        {
          name: 'w',
          dims: [1, 6, 1, 1],
          dataType: 10,
          rawData: new Uint8Array(
            new Uint16Array([0x3c00, 0xbc00, 0x3555, 0x0001, 0x4248, 0xc500]).buffer,
          ),
        },
      ],
    ),
  ],
  [
    'constants of one number, of a row, of a channel',
    from(
      [
        node('Mul', ['x', 'one'], 'a'),
        node('Add', ['a', 'row'], 'b'),
        node('Sub', ['channel', 'b'], 'c'),
        node('Div', ['c', 's'], 'y'),
      ],
      [floats('one', [], [1.5]), weights('row', [10]), weights('channel', [6, 1, 1])],
    ),
  ],
  [
    'a condition made of a number',
    from(
      [
        node('Log', ['s'], 'log'),
        node('Mul', ['log', 'log'], 'square'),
        node('Exp', ['log'], 'exp'),
        node('Concat', ['log', 'square', 'exp'], 'all', { axis: 0 }),
        node('Reshape', ['all', 'shape'], 'four'),
        node('Conv', ['four', 'w', 'b'], 'scale'),
        node('Mul', ['x', 'scale'], 'y'),
      ],
      [integers('shape', [1, 3, 1, 1]), weights('w', [6, 3, 1, 1]), weights('b', [6])],
    ),
  ],
  [
    'functions of each number',
    from([
      node('Abs', ['x'], 'a'),
      node('Sqrt', ['a'], 'b'),
      node('Sigmoid', ['b'], 'c'),
      node('Reciprocal', ['c'], 'd'),
      node('Tanh', ['d'], 'e'),
      node('Sub', ['e', 'x'], 'f'),
      node('Floor', ['f'], 'g'),
      node('Identity', ['g'], 'y'),
    ]),
  ],
  [
    'bounds',
    from(
      [node('Clip', ['x', 'low', 'high'], 'a'), node('Clip', ['a', '', 'none'], 'y')],
      [floats('low', [], [-0.5]), floats('high', [], [1]), floats('none', [], [0.75])],
    ),
  ],
  ...[1, 2, 3, -1].map((axis): [string, OnnxModel] => [
    `parts along axis ${axis}`,
    from(
      [
        node('Slice', ['x', 'one', 'three', 'axis'], 'a'),
        node('Slice', ['x', 'last', 'end', 'axis'], 'b'),
        node('Slice', ['x', 'last', 'start', 'axis', 'back'], 'c'),
        node('Slice', ['x', 'zero', 'end', 'axis', 'two'], 'd'),
        node('Gather', ['x', 'falling'], 'e', { axis }),
        node('Gather', ['x', 'behind'], 'f', { axis }),
        node('Gather', ['x', 'first'], 'g', { axis }),
        node('Gather', ['x', 'mixed'], 'h', { axis }),
        node('Gather', ['x', 'final'], 'i', { axis }),
        node('Concat', ['a', 'x', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'], 'y', { axis }),
      ],
      [
        integers('axis', [axis]),
        integers('zero', [0]),
        integers('one', [1]),
        integers('two', [2]),
        integers('three', [3]),
        integers('back', [-1]),
        integers('last', [-2]),
        integers('start', [-(2 ** 40)]),
        integers('end', [2 ** 62]),
        integers('falling', [1, 0]),
        integers('behind', [-1, -2]),
        integers('first', [4]),
        integers('mixed', [3, 0, 0, 5]),
        integers('final', [-2, -1]),
      ],
    ),
  ]),
  [
    'several axes at once',
    from(
      [node('Slice', ['x', 'a', 'b'], 'y')],
      [integers('a', [0, 2, 1, -4]), integers('b', [1, 5, -1, 2 ** 40])],
    ),
  ],
  ...(['DCR', 'CRD'] as const).map((order): [string, OnnxModel] => [
    `channels to blocks, ${order}`,
    from(
      [
        node('Conv', ['x', 'w'], 'c'),
        mode(node('DepthToSpace', ['c'], 'y', { blocksize: 2 }), order),
      ],
      [weights('w', [12, 6, 1, 1])],
    ),
  ]),
  [
    'a new shape and back',
    from(
      [
        node('Reshape', ['x', 'flat'], 'a'),
        node('Mul', ['a', 'k'], 'b'),
        node('Reshape', ['b', 'four'], 'y'),
      ],
      [integers('flat', [-1, 3]), integers('four', [1, 6, 10, -1]), ...three],
    ),
  ],
  [
    'an output of other dimensions',
    from([node('Reshape', ['x', 'flat'], 'y')], [integers('flat', [-1, 3])], value('y', ['m', 3])),
  ],
];

describe('a graph of ONNX made into a graph model', () => {
  it.each(cases)('computes the same: %s', async (_name, model) => {
    const expected = await ran(await openOnnx(writeModel(model), 'a graph'), model);
    const found = await ran(await opened(model), model);
    expect(found.dims).toEqual([...expected.dims]);
    const worst = found.data.reduce(
      (most, each, i) => Math.max(most, Math.abs(each - expected.data[i]!)),
      0,
    );
    expect(worst).toBeLessThan(1e-4);
  });

  it.each(cases)('costs the same: %s', async (_name, model) => {
    const shapes = Object.fromEntries(
      Object.entries(feedsOf(model)).map(([name, { dims }]) => [name, dims]),
    );
    const session = await opened(model);
    const { macs, outputs } = costOf(model, shapes, 'a graph');
    expect(await session.cost(shapes)).toMatchObject({ macs, outputs });
    await session.close();
  });

  it.each<[string, OnnxModel, RegExp]>([
    ['an operator that is not known', from([node('Einsum', ['x'], 'y')]), /Einsum of y .* one of/],
    ['an old opset', { ...cases[0]![1], opsetImport: [{ version: 11 }] }, /opset 11; expected 13/],
    [
      'weights that are computed',
      from([node('Abs', ['x'], 'w'), node('Conv', ['x', 'w'], 'y')]),
      /weights are no constant/,
    ],
    [
      'groups of several channels',
      from([node('Conv', ['x', 'w'], 'y', { group: 2 })], [weights('w', [4, 3, 1, 1])]),
      /group 2 of 6 channels/,
    ],
    [
      'places that hang on a number',
      from([node('Gather', ['x', 's'], 'y', { axis: 1 })]),
      /not known beforehand/,
    ],
  ])('is refused with %s', (_name, model, message) => {
    expect(() => convertToTfjs(model, 'a graph', 'w.bin')).toThrow(message);
    expect(() => convertToTfjs(model, 'a graph', 'w.bin')).toThrow(WorkError);
  });
});

describe('TensorFlow.js', () => {
  const model = cases[1]![1];

  it('is named with its packages and their versions', async () => {
    expect(findTfjs()).toEqual({
      engine: expect.stringMatching(/^tfjs-core \d.*, tfjs-converter \d.*, tfjs-backend-wasm \d/),
      runtime: 'wasm',
    });
    expect(await tfjsAvailable()).toBe(true);
  });

  it('holds no tensors of runs that are over, and none of a closed graph', async () => {
    const before = await tfjsTensors();
    const session = await opened(model);
    await session.run(feedsOf(model));
    const after = await tfjsTensors();
    for (let run = 0; run < 5; run++) await session.run(feedsOf(model));
    const wrong = { x: tensor(1, 5, 8, 10) };
    await expect(session.run(wrong)).rejects.toThrow(/cannot run a graph: .*shape/);
    await session.cost({ x: [1, 6, 8, 10] });
    expect(await tfjsTensors()).toBe(after);
    await session.close();
    expect(await tfjsTensors()).toBe(before);
  });

  it('says what is wrong with inputs, outputs and files', async () => {
    const session = await opened(model);
    await expect(session.run({ z: tensor(1) })).rejects.toThrow("it has no 'z', it has x");
    await expect(session.run(feedsOf(model), ['z'])).rejects.toThrow("it has no 'z', it has y");
    await session.close();
    const { topology, weights: bytes } = convertToTfjs(model, 'a graph', 'w.bin');
    const shards = new Map([['w.bin', bytes]]);
    const refusal = async (files: Parameters<typeof openTfjs>[0]): Promise<string> => {
      const error = await openTfjs(files, 'a graph').catch((each: unknown) => each);
      expect(error).toBeInstanceOf(WorkError);
      return (error as Error).message;
    };
    expect(await refusal({ topology: bytes, shards })).toMatch(/is no graph model/);
    const layers = Buffer.from(JSON.stringify({ format: 'layers-model' }));
    expect(await refusal({ topology: layers, shards })).toMatch(/is no graph model/);
    expect(await refusal({ topology, shards: new Map() })).toMatch(/weights none, it names w\.bin/);
    const short = new Map([['w.bin', bytes.subarray(0, 100)]]);
    expect(await refusal({ topology, shards: short })).toMatch(/hold 100 bytes/);
  });
});
