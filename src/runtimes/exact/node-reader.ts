import { WorkError } from '../../base/errors.js';
import { elementTypes, type OnnxGraph, type OnnxNode, type OnnxTensor } from '../onnx/proto.js';

/** Numbers that a graph holds. */
export interface Constant {
  readonly dims: readonly number[];
  readonly data: ArrayLike<number>;
}

export type NodeReader = ReturnType<typeof readerOf>;

/** All constants of a graph: its weights, what its nodes Constant hold, and other names of these. */
export function constantsOf(graph: OnnxGraph): Map<string, OnnxTensor> {
  const constants = new Map(graph.initializer.map((tensor) => [tensor.name, tensor]));
  for (const { opType, input, output, attribute } of graph.node) {
    const named = opType === 'Identity' ? constants.get(input[0]!) : undefined;
    const held = opType === 'Constant' ? attribute.find(({ name }) => name === 'value')?.t : named;
    if (held) constants.set(output[0]!, held);
  }
  return constants;
}

/** Reads attributes and constant inputs of a node. What is not as expected is a WorkError. */
export function readerOf(
  node: OnnxNode,
  constants: ReadonlyMap<string, OnnxTensor>,
  graph: string,
) {
  const fail = (cause: string): never => {
    throw new WorkError(`${graph}: the exact runtime cannot run ${node.opType}: it ${cause}`, {
      code: 'broken-model',
    });
  };
  const attribute = (wanted: string) => node.attribute.find(({ name }) => name === wanted);
  return {
    fail,
    int: (wanted: string) => attribute(wanted)?.i,
    ints: (wanted: string) => attribute(wanted)?.ints,
    float: (wanted: string) => attribute(wanted)?.f,
    text(wanted: string): string | undefined {
      const bytes = attribute(wanted)?.s;
      return bytes && new TextDecoder().decode(bytes);
    },
    isConstant: (input: number): boolean => constants.has(node.input[input] ?? ''),
    /** A constant input; undefined where it is left out. */
    constant(input: number): Constant | undefined {
      const name = node.input[input];
      if (name === undefined || name === '') return undefined;
      const tensor = constants.get(name) ?? fail(`needs a constant as input ${input}`);
      return {
        dims: tensor.dims,
        data: numbersOf(tensor) ?? fail('has constants of another type'),
      };
    },
  };
}

function numbersOf(tensor: OnnxTensor): ArrayLike<number> | undefined {
  const { dataType, rawData, floatData, int64Data } = tensor;
  // Copied: they are views of a file, perhaps of a Buffer, whose slice is one too.
  const raw = rawData !== undefined && rawData.length > 0 ? new Uint8Array(rawData).buffer : null;
  if (dataType === elementTypes.float32) {
    return raw ? new Float32Array(raw) : Float32Array.from(floatData ?? []);
  }
  if (dataType === elementTypes.int64) {
    return raw ? Array.from(new BigInt64Array(raw), Number) : (int64Data ?? []);
  }
  return undefined;
}
