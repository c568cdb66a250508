import { describe, expect, test } from 'vitest';
import { openExact } from '#src/runtimes/exact/session.js';
import { type OnnxModel, writeModel } from '#src/runtimes/onnx/proto.js';
import { openOnnx, type Tensor } from '#src/runtimes/onnx/session.js';
import { floats, node } from '../onnx/graphs.ts';
import { depthToSpace, graphOf, leaky, mixedGraph, noise, noiseTensor, weights } from './graphs.ts';
import { runPlainly } from './reference.ts';

async function run(model: OnnxModel, x: Tensor, outputs?: readonly string[]) {
  const session = await openExact(model, 'a test');
  try {
    return await session.run({ x }, outputs);
  } finally {
    await session.close();
  }
}

/** Bits, so that 0 and -0 differ. */
const bitsOf = ({ dims, data }: Tensor) => ({
  dims: [...dims],
  bits: Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('hex'),
});

async function expectPlain(model: OnnxModel, x: Tensor): Promise<void> {
  const plain = runPlainly(model, { x });
  for (const [name, tensor] of Object.entries(await run(model, x))) {
    expect(bitsOf(tensor), name).toEqual(bitsOf(plain.get(name)!));
  }
}

const sides: readonly (readonly [number, number])[] = [
  [1, 1],
  [1, 17],
  [17, 1],
  [6, 5],
  [9, 13],
];

describe('the same bits as number by number', () => {
  const convolutions: Record<string, [number[], Record<string, number[]>]> = {
    '1x1': [[7, 5, 1, 1], {}],
    '3x3': [[8, 5, 3, 3], { pads: [1, 1, 1, 1] }],
    '5x5 with strides': [[3, 5, 5, 5], { pads: [2, 2, 2, 2], strides: [2, 2] }],
    'uneven padding and dilation': [[9, 5, 3, 2], { pads: [3, 1, 1, 2], dilations: [2, 1] }],
    'one channel': [[1, 5, 3, 3], { pads: [1, 1, 1, 1] }],
  };
  for (const [name, [dims, attributes]] of Object.entries(convolutions)) {
    test(`Conv ${name}`, async () => {
      for (const [height, width] of sides) {
        const x = noiseTensor([1, 5, height, width]);
        const model = graphOf([node('Conv', ['x', 'w', 'b'], 'y', attributes)], 5, [
          weights('w', dims),
          weights('b', [dims[0]!]),
        ]);
        await expectPlain(model, x);
      }
    });
  }

  const transposed: Record<string, [number[], Record<string, number[]>]> = {
    '5x5 by 2': [[5, 7, 5, 5], { pads: [2, 2, 2, 2], strides: [2, 2], output_padding: [1, 1] }],
    '3x3 by 1': [[5, 8, 3, 3], { pads: [1, 1, 1, 1] }],
    'a stride beyond the kernel': [[5, 3, 2, 1], { strides: [3, 2] }],
  };
  for (const [name, [dims, attributes]] of Object.entries(transposed)) {
    test(`ConvTranspose ${name}`, async () => {
      for (const [height, width] of sides) {
        const x = noiseTensor([1, 5, height, width]);
        const model = graphOf([node('ConvTranspose', ['x', 'w', 'b'], 'y', attributes)], 5, [
          weights('w', dims),
          weights('b', [dims[1]!]),
        ]);
        await expectPlain(model, x);
      }
    });
  }

  test('a mask of zeros', async () => {
    const values = noise(6 * 5 * 25).map((weight, i) => (i % 25 < 12 ? weight : 0));
    const model = graphOf([node('Conv', ['x', 'w'], 'y', { pads: [2, 2, 2, 2] })], 5, [
      floats('w', [6, 5, 5, 5], values),
    ]);
    await expectPlain(model, noiseTensor([1, 5, 7, 9]));
  });

  test('more places than fit into a table', async () => {
    const model = graphOf([node('Conv', ['x', 'w'], 'y', { pads: [1, 1, 1, 1] })], 2, [
      weights('w', [3, 2, 3, 3]),
    ]);
    await expectPlain(model, noiseTensor([1, 2, 37, 41]));
  });

  test.each(['CRD', 'DCR'])('DepthToSpace %s', async (mode) => {
    await expectPlain(graphOf([depthToSpace('x', 'y', mode)], 12, []), noiseTensor([1, 12, 3, 5]));
  });

  test('Relu and LeakyRelu of zeros of both signs', async () => {
    const data = Float32Array.of(0, -0, 1, -1, 1e-45, -1e-45, 3e38, -3e38);
    const x = { dims: [1, 1, 2, 4], data };
    await expectPlain(graphOf([node('Relu', ['x'], 'y')], 1, []), x);
    await expectPlain(graphOf([leaky('x', 'y', 0.2)], 1, []), x);
  });

  test('a graph of all operators, its tensors in memory that is used again', async () => {
    const model = mixedGraph();
    for (const [height, width] of sides)
      await expectPlain(model, noiseTensor([1, 5, height, width]));
  });
});

test('onnxruntime gives the same but for rounding', async () => {
  const model = mixedGraph();
  const x = noiseTensor([1, 5, 12, 10]);
  const other = await openOnnx(writeModel(model), 'a test');
  const [ours, theirs] = [await run(model, x), await other.run({ x })];
  await other.close();
  for (const [name, { data }] of Object.entries(ours)) {
    const scale = Math.max(...data.map(Math.abs));
    const off = data.map((each, i) => Math.abs(each - theirs[name]!.data[i]!) / scale);
    expect(Math.max(...off), name).toBeLessThan(1e-5);
  }
});

test('pictures of several sizes in turns', async () => {
  const model = mixedGraph();
  const session = await openExact(model, 'a test');
  const [small, large] = [noiseTensor([1, 5, 2, 3]), noiseTensor([1, 5, 20, 30])];
  const first = await session.run({ x: small }, ['y']);
  await session.run({ x: large });
  const again = await session.run({ x: small }, ['y']);
  await session.close();
  expect(bitsOf(again['y']!)).toEqual(bitsOf(first['y']!));
  expect(Object.keys(again)).toEqual(['y']);
});

describe('what it does not have is named', () => {
  test.each([
    ['an operator', node('Sigmoid', ['x'], 'y'), /no operator Sigmoid; it has Conv, /],
    ['groups', node('Conv', ['x', 'w'], 'y', { group: 2 }), /Conv: it has groups/],
    ['weights that come in', node('Conv', ['x', 'x'], 'y'), /needs a constant as input 1/],
    ['a sum of two', node('Add', ['x', 'x'], 'y'), /adds no constant/],
    ['another axis', node('Concat', ['x', 'x'], 'y', { axis: 2 }), /not along the channels/],
  ])('%s', async (_, given, message) => {
    const model = graphOf([given], 4, [weights('w', [4, 2, 1, 1])]);
    await expect(openExact(model, 'a test')).rejects.toThrow(message);
  });

  test('a batch', async () => {
    const model = graphOf([node('Relu', ['x'], 'y')], 2, []);
    await expect(run(model, noiseTensor([2, 2, 3, 3]))).rejects.toThrow(/1 x channels x height/);
  });
});
