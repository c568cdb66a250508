import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { costOf } from '#src/runtimes/onnx/cost.js';
import { type OnnxNode, type OnnxTensor, readModel, writeModel } from '#src/runtimes/onnx/proto.js';
import { openOnnx } from '#src/runtimes/onnx/session.js';
import { inferShapes } from '#src/runtimes/onnx/shapes.js';
import { describeShared, shared } from '../../support/shared.ts';
import { floats, integers, modelOf, node, value } from './graphs.ts';

const zeros = (name: string, dims: number[]): OnnxTensor =>
  floats(name, dims, new Float32Array(dims.reduce((product, side) => product * side, 1)));

/** Nodes that lead from `x` to `y`, with their weights and the shape of x. */
const graphs: [string, number[], OnnxNode[], OnnxTensor[]][] = [
  ...[
    { kernel: 3, strides: [1, 1], pads: [1, 1, 1, 1] },
    { kernel: 11, strides: [4, 4], pads: [2, 2, 2, 2] },
    { kernel: 5, strides: [2, 3], pads: [2, 1, 0, 2], dilations: [2, 1] },
  ].map(({ kernel, ...attributes }): [string, number[], OnnxNode[], OnnxTensor[]] => [
    `Conv of ${kernel}`,
    [1, 4, 31, 47],
    [node('Conv', ['x', 'w'], 'y', attributes)],
    [zeros('w', [6, 4, kernel, kernel])],
  ]),
  [
    'Conv in two groups',
    [2, 4, 9, 10],
    [node('Conv', ['x', 'w'], 'y', { group: 2 })],
    [zeros('w', [6, 2, 3, 3])],
  ],
  [
    'ConvTranspose',
    [1, 4, 9, 7],
    [node('ConvTranspose', ['x', 'w'], 'y', { strides: [2, 2], pads: [1, 1, 1, 1], group: 2 })],
    [zeros('w', [4, 3, 4, 4])],
  ],
  [
    'ConvTranspose with padding behind',
    [1, 4, 9, 7],
    [node('ConvTranspose', ['x', 'w'], 'y', { strides: [3, 2], output_padding: [2, 1] })],
    [zeros('w', [4, 3, 3, 3])],
  ],
  ...[31, 32, 33, 34].flatMap((side) =>
    [0, 1].map((ceil): [string, number[], OnnxNode[], OnnxTensor[]] => [
      `MaxPool over ${side}, ceil_mode ${ceil}`,
      [1, 2, side, 2 * side],
      [node('MaxPool', ['x'], 'y', { kernel_shape: [3, 3], strides: [2, 2], ceil_mode: ceil })],
      [],
    ]),
  ),
  [
    'AveragePool with padding',
    [1, 2, 15, 16],
    [
      node('AveragePool', ['x'], 'y', {
        kernel_shape: [2, 2],
        strides: [3, 3],
        pads: [1, 1, 1, 1],
      }),
    ],
    [],
  ],
  ['GlobalAveragePool', [2, 3, 5, 7], [node('GlobalAveragePool', ['x'], 'y')], []],
  ['Add, broadcast', [2, 3, 1, 7], [node('Add', ['x', 'w'], 'y')], [zeros('w', [3, 5, 1])]],
  [
    'ReduceMean, axes as attribute',
    [2, 3, 5, 7],
    [node('ReduceMean', ['x'], 'y', { axes: [-1, 1], keepdims: 0 })],
    [],
  ],
  [
    'ReduceSum, axes as input',
    [2, 3, 5, 7],
    [node('ReduceSum', ['x', 'axes'], 'y')],
    [integers('axes', [1])],
  ],
  ['ReduceMax over all', [2, 3], [node('ReduceMax', ['x'], 'y')], []],
  ['MatMul in batches', [2, 1, 4, 5], [node('MatMul', ['x', 'w'], 'y')], [zeros('w', [3, 5, 6])]],
  [
    'Gemm, transposed',
    [5, 4],
    [node('Gemm', ['x', 'w'], 'y', { transA: 1, transB: 1 })],
    [zeros('w', [6, 5])],
  ],
  [
    'Concat',
    [1, 2, 3],
    [node('Concat', ['x', 'w', 'x'], 'y', { axis: -2 })],
    [zeros('w', [1, 5, 3])],
  ],
  ['Reshape', [2, 3, 4, 5], [node('Reshape', ['x', 's'], 'y')], [integers('s', [0, -1, 10])]],
  [
    'Reshape to the shape of a tensor',
    [2, 3, 4, 5],
    [
      node('Flatten', ['x'], 'flat', { axis: 2 }),
      node('Shape', ['x'], 's'),
      node('Reshape', ['flat', 's'], 'y'),
    ],
    [],
  ],
  [
    'Resize',
    [1, 3, 5, 7],
    [node('Resize', ['x', '', 'scales'], 'y')],
    [floats('scales', [4], [1, 1, 2, 2.5])],
  ],
  ['Squeeze', [1, 3, 1], [node('Squeeze', ['x', 'axes'], 'y')], [integers('axes', [-1])]],
  ['Transpose', [2, 3, 4], [node('Transpose', ['x'], 'y', { perm: [2, 0, 1] })], []],
  ...['Abs', 'Floor', 'Round', 'Sign', 'Log', 'Softplus'].map(
    (operator): [string, number[], OnnxNode[], OnnxTensor[]] => [
      operator,
      [2, 3, 4],
      [node(operator, ['x'], 'y')],
      [],
    ],
  ),
  [
    'Max of three',
    [3, 1, 1],
    [node('Max', ['x', 'v', 'w'], 'y')],
    [zeros('v', [4, 1]), zeros('w', [2, 1, 1, 5])],
  ],
  [
    'Slice with steps and from behind',
    [1, 3, 10, 11],
    [node('Slice', ['x', 'starts', 'ends', 'axes', 'steps'], 'y')],
    [
      integers('starts', [1, -9, 99]),
      integers('ends', [99, -2, -99]),
      integers('axes', [-1, 2, 1]),
      integers('steps', [2, 3, -2]),
    ],
  ],
  [
    'Pad, of some axes',
    [1, 2, 3, 4],
    [node('Pad', ['x', 'pads'], 'y')],
    [integers('pads', [0, 0, 1, 2, 0, 1, 0, 3])],
  ],
  ['DepthToSpace', [1, 12, 3, 5], [node('DepthToSpace', ['x'], 'y', { blocksize: 2 })], []],
  ['SpaceToDepth', [1, 3, 4, 6], [node('SpaceToDepth', ['x'], 'y', { blocksize: 2 })], []],
  [
    'the second part of a Split',
    [1, 7, 3],
    [
      { ...node('Split', ['x', 'split'], 'a', { axis: 1 }), output: ['a', 'b'] },
      node('Abs', ['b'], 'y'),
    ],
    [integers('split', [2, 5])],
  ],
  ['Unsqueeze', [3, 4], [node('Unsqueeze', ['x', 'axes'], 'y')], [integers('axes', [-1, 1])]],
  ['Expand', [3, 1], [node('Expand', ['x', 's'], 'y')], [integers('s', [2, 1, 6])]],
  [
    'Resize to twice a shape that is taken apart and put together',
    [1, 2, 6, 8],
    [
      node('Shape', ['x'], 'shape'),
      node('Slice', ['shape', 'two', 'four'], 'sides'),
      node('Mul', ['sides', 'twice'], 'larger'),
      node('Div', ['larger', 'three'], 'smaller'),
      node('Gather', ['shape', 'zero'], 'batch'),
      node('Concat', ['batch', 'one', 'smaller'], 'whole', { axis: 0 }),
      node('Resize', ['v', '', '', 'whole'], 'y'),
    ],
    [
      integers('two', [2]),
      integers('four', [4]),
      integers('twice', [2]),
      integers('three', [3]),
      integers('zero', [0]),
      integers('one', [1]),
      zeros('v', [1, 1, 2, 2]),
    ],
  ],
  [
    'ConstantOfShape',
    [1, 2, 6, 8],
    [
      node('Shape', ['x'], 'shape'),
      node('ConstantOfShape', ['shape'], 'filled'),
      node('Add', ['filled', 'x'], 'y'),
    ],
    [],
  ],
];

test.each(graphs)('shape as onnxruntime gives it: %s', async (_name, dims, nodes, weights) => {
  const model = modelOf(
    nodes,
    [value('x', dims)],
    // An output of unknown shape.
    [{ name: 'y', type: { tensorType: { elemType: 1 } } }],
    weights,
  );
  const session = await openOnnx(writeModel(model), 'test');
  const size = dims.reduce((product, side) => product * side, 1);
  const { y } = await session.run({ x: { dims, data: new Float32Array(size) } });
  await session.close();
  expect(inferShapes(model, { x: dims }, 'test').get('y')).toEqual([...y!.dims]);
});

describe('refused', () => {
  const infer = (nodes: OnnxNode[], dims: number[], weights: OnnxTensor[] = []) =>
    inferShapes(modelOf(nodes, [], [], weights), { x: dims }, 'x.onnx');

  test('an operator without a rule', () => {
    expect(() => infer([node('Einsum', ['x'], 'y')], [1])).toThrow(
      'x.onnx: cannot tell the shape that Einsum gives: no rule for this operator',
    );
  });

  test('shapes that do not go together', () => {
    const w = zeros('w', [4]);
    expect(() => infer([node('Add', ['x', 'w'], 'y')], [3], [w])).toThrow(
      '[3] and [4] do not go together',
    );
    expect(() => infer([node('MatMul', ['x', 'w'], 'y')], [3, 5], [w])).toThrow('[3,5] times [4]');
  });

  test('a picture that is too small for the kernel', () => {
    const conv = node('Conv', ['x', 'w'], 'y');
    expect(() => infer([conv], [1, 2, 4, 9], [zeros('w', [1, 2, 5, 5])])).toThrow('[1,1,0,5]');
  });
});

describe('costOf', () => {
  test('of a convolution: outputs times kernel times channels of a group', () => {
    const model = modelOf(
      [node('Conv', ['x', 'w', 'b'], 'y', { group: 2, pads: [1, 1, 1, 1] })],
      [],
      [],
      [zeros('w', [6, 2, 3, 3]), zeros('b', [6])],
    );
    const cost = costOf(model, { x: [1, 4, 10, 20] }, 'test');
    expect(cost).toMatchObject({ macs: 10 * 20 * 6 * 2 * 9, parameters: 6 * 2 * 9 + 6 });
  });

  test('of a transposed convolution: inputs times kernel times channels of a group', () => {
    const model = modelOf(
      [node('ConvTranspose', ['x', 'w'], 'y', { strides: [2, 2] })],
      [],
      [],
      [zeros('w', [4, 3, 4, 4])],
    );
    expect(costOf(model, { x: [1, 4, 9, 7] }, 'test').macs).toBe(9 * 7 * 4 * 3 * 16);
  });

  test('of matrix products: rows times columns times what is summed', () => {
    const weights = [zeros('w', [5, 6]), zeros('v', [7, 6])];
    const nodes = [node('MatMul', ['x', 'w'], 'y'), node('Gemm', ['y', 'v'], 'z', { transB: 1 })];
    const cost = costOf(modelOf(nodes, [], [], weights), { x: [4, 5] }, 'test');
    expect(cost.macs).toBe(4 * 5 * 6 + 4 * 6 * 7);
  });
});

// By torch.utils.flop_counter of PyTorch 2.5.1 for lpips 0.1.4, halved; parameters by PyTorch.
describeShared('LPIPS of two pictures of 768x512', () => {
  test.each([
    ['lpips_alex.onnx', 11038726656, 2470848],
    ['lpips_squeeze.onnx', 4369886784, 724736],
  ])('%s', async (name, macs, parameters) => {
    const model = readModel(await readFile(shared('models', 'lpips', name)), name);
    const shape = [1, 3, 512, 768];
    expect(costOf(model, { a: shape, b: shape }, name)).toMatchObject({ macs, parameters });
  });
});
