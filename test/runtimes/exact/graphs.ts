import {
  attributeTypes,
  type OnnxModel,
  type OnnxNode,
  type OnnxTensor,
} from '#src/runtimes/onnx/proto.js';
import type { Tensor } from '#src/runtimes/onnx/session.js';
import { generator } from '../../support/random.ts';
import { floats, integers, modelOf, node, value } from '../onnx/graphs.ts';

const numbers = generator(5);

/** Numbers of both signs and many sizes. */
export function noise(count: number): Float32Array {
  return Float32Array.from({ length: count }, () => (numbers() - 0.5) * 2 ** (6 * numbers() - 3));
}

export function noiseTensor(dims: readonly number[]): Tensor {
  return { dims, data: noise(dims.reduce((all, side) => all * side, 1)) };
}

export const weights = (name: string, dims: number[]): OnnxTensor =>
  floats(name, dims, noise(dims.reduce((all, side) => all * side, 1)));

/** A graph of one input `x` of so many channels, whose output is `y` unless told. */
export function graphOf(
  nodes: OnnxNode[],
  channels: number,
  constants: OnnxTensor[],
  outputs: readonly string[] = ['y'],
): OnnxModel {
  return modelOf(
    nodes,
    [value('x', [1, channels, 'h', 'w'])],
    outputs.map((name) => value(name, [1, 'c', 'h2', 'w2'])),
    constants,
  );
}

export const leaky = (input: string, output: string, alpha: number): OnnxNode => ({
  ...node('LeakyRelu', [input], output),
  attribute: [{ name: 'alpha', type: attributeTypes.float, f: Math.fround(alpha) }],
});

export const depthToSpace = (input: string, output: string, mode: string): OnnxNode => {
  const plain = node('DepthToSpace', [input], output, { blocksize: 2 });
  const text = { name: 'mode', type: attributeTypes.string, s: Buffer.from(mode) };
  return { ...plain, attribute: [...plain.attribute, text] };
};

/** All operators in one graph of 5 channels, with up- and downsampling and odd numbers of channels. */
export function mixedGraph(): OnnxModel {
  return graphOf(
    [
      node('Add', ['x', 'medians'], 'shifted'),
      node('ConvTranspose', ['shifted', 'w1', 'b1'], 'up', {
        ...{ strides: [2, 2], pads: [2, 2, 2, 2], output_padding: [1, 1] },
      }),
      leaky('up', 'bent', 0.01),
      node('Conv', ['bent', 'w2', 'b2'], 'near', { pads: [1, 1, 1, 1] }),
      node('Relu', ['near'], 'cut'),
      depthToSpace('cut', 'fine', 'CRD'),
      node('Conv', ['fine', 'w3'], 'less', { pads: [1, 1, 1, 1], strides: [2, 2] }),
      node('Concat', ['less', 'bent'], 'both', { axis: 1 }),
      {
        ...node('Split', ['both', 'sides'], 'first', { axis: 1 }),
        output: ['first', 'second'],
      },
      node('Conv', ['second', 'w4', 'b4'], 'y', {}),
    ],
    5,
    [
      ...[weights('medians', [1, 5, 1, 1]), weights('w1', [5, 9, 5, 5]), weights('b1', [9])],
      ...[weights('w2', [12, 9, 3, 3]), weights('b2', [12]), weights('w3', [5, 3, 3, 3])],
      ...[integers('sides', [3, 11]), weights('w4', [17, 11, 1, 1]), weights('b4', [17])],
    ],
    ['y', 'first'],
  );
}
