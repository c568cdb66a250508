import {
  attributeTypes,
  elementTypes,
  type OnnxAttribute,
  type OnnxModel,
  type OnnxNode,
  type OnnxTensor,
  type OnnxValue,
} from '#src/runtimes/onnx/proto.js';

export function node(
  opType: string,
  input: string[],
  output: string,
  attributes: Readonly<Record<string, number | number[]>> = {},
): OnnxNode {
  const attribute = Object.entries(attributes).map(
    ([name, value]): OnnxAttribute =>
      Array.isArray(value)
        ? { name, type: attributeTypes.ints, ints: value }
        : { name, type: attributeTypes.int, i: value },
  );
  return { opType, input, output: [output], attribute };
}

export function floats(name: string, dims: number[], values: ArrayLike<number>): OnnxTensor {
  const rawData = new Uint8Array(Float32Array.from(values).buffer);
  return { name, dims, dataType: elementTypes.float32, rawData };
}

export function integers(name: string, values: number[]): OnnxTensor {
  return { name, dims: [values.length], dataType: elementTypes.int64, int64Data: values };
}

export function value(name: string, shape: readonly (number | string)[]): OnnxValue {
  const dim = shape.map((side) =>
    typeof side === 'number' ? { dimValue: side } : { dimParam: side },
  );
  return { name, type: { tensorType: { elemType: elementTypes.float32, shape: { dim } } } };
}

export function modelOf(
  nodes: OnnxNode[],
  inputs: OnnxValue[],
  outputs: OnnxValue[],
  weights: OnnxTensor[] = [],
): OnnxModel {
  return {
    irVersion: 7,
    opsetImport: [{ version: 13 }],
    graph: {
      name: 'test',
      node: nodes,
      initializer: weights,
      input: inputs,
      output: outputs,
      valueInfo: [],
    },
  };
}

export const picture = ['N', 3, 'H', 'W'];

/** The mean absolute difference of two pictures' features, which are thrice their values. */
export function differenceModel(factor = 3): OnnxModel {
  return modelOf(
    [
      node('Mul', ['a', 'factor'], 'fa'),
      node('Mul', ['b', 'factor'], 'fb'),
      node('Sub', ['fa', 'fb'], 'd'),
      node('Abs', ['d'], 'm'),
      node('ReduceMean', ['m'], 'distance', { axes: [1, 2, 3], keepdims: 0 }),
    ],
    [value('a', picture), value('b', picture)],
    [value('distance', ['N'])],
    [floats('factor', [1], [factor])],
  );
}
