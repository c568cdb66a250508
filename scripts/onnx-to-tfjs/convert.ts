import { WorkError } from '#src/base/errors.js';
import {
  elementTypes,
  type OnnxModel,
  type OnnxNode,
  type OnnxTensor,
} from '#src/runtimes/onnx/proto.js';
import { product } from '#src/runtimes/onnx/rule.js';
import { type Constant, createTfjsGraph, type TfjsGraph } from './graph.ts';
import type { Rule, Value } from './rule.ts';
import { rules } from './rules.ts';

/** The two files of a graph model. */
export interface TfjsFiles {
  readonly topology: Uint8Array;
  readonly weights: Uint8Array;
}

/**
 * Makes a graph model of TensorFlow.js out of an ONNX graph, node by node. Tensors of four dimensions
 * are turned from batch x channels x height x width to batch x height x width x channels, inputs and
 * outputs too; others stay as they are. Weights of 16 bits stay so in the file.
 *
 * Operators: convolutions with constant weights (`group` of 1 or of as many as channels), elementwise
 * ones with broadcasting, Clip, Concat, Slice, Gather by constant indexes, DepthToSpace, Reshape to
 * a constant shape, Cast of floats; opset 13 and later.
 * @param name what to call the graph in messages
 * @param shard how the file of the weights will be called
 * @throws WorkError for a graph with anything else
 */
export function convertToTfjs(
  { graph: onnx, opsetImport }: OnnxModel,
  name: string,
  shard: string,
): TfjsFiles {
  const opset = opsetImport.find(({ domain = '' }) => domain === '')?.version ?? 0;
  if (opset < 13) {
    throw new WorkError(`${name} is of opset ${opset}; expected 13 or later`, {
      code: 'broken-model',
    });
  }
  const graph = createTfjsGraph();
  const values = new Map<string, Value>();
  for (const tensor of onnx.initializer) {
    const constant = readConstant(tensor, name);
    values.set(tensor.name, { node: null, dims: constant.dims, constant });
  }
  const inputs: Record<string, string> = {};
  for (const { name: input, type } of onnx.input.filter((each) => !values.has(each.name))) {
    const shape = type?.tensorType?.shape?.dim;
    if (shape === undefined) {
      throw new WorkError(`${name} does not say what shape ${input} has`, { code: 'broken-model' });
    }
    const dims = shape.map(({ dimValue }) => dimValue ?? null);
    inputs[input] = graph.placeholder(input, inner(dims));
    values.set(input, { node: inputs[input], dims, constant: null });
  }
  const uses = usesOf(onnx.node, onnx.output);
  for (const node of onnx.node) {
    values.set(node.output[0]!, convert(graph, values, node, { name, uses }));
  }
  const outputs = onnx.output.map(({ name: output }): [string, string] => {
    const node = values.get(output)?.node;
    if (node) return [output, node];
    throw new WorkError(`${name} computes no '${output}' from its inputs`, {
      code: 'broken-model',
    });
  });
  return graph.finish(inputs, Object.fromEntries(outputs), shard);
}

function convert(
  graph: TfjsGraph,
  values: ReadonlyMap<string, Value>,
  node: OnnxNode,
  { name, uses }: { readonly name: string; readonly uses: ReadonlyMap<string, number> },
): Value {
  const { opType, input, output, attribute } = node;
  const fail = (cause: string): never => {
    throw new WorkError(
      `${name}: cannot make ${opType} of ${output[0]} a part of a graph model: ${cause}`,
      { code: 'broken-model' },
    );
  };
  const rule: Rule = Object.hasOwn(rules, opType)
    ? rules[opType]!
    : fail(`expected one of ${Object.keys(rules).join(', ')}`);
  if (output.length > 1) fail('it has several outputs');
  const find = (key: string) => attribute.find((each) => each.name === key);
  return rule({
    ...{ graph, fail, to: output[0]! },
    count: input.length,
    value: (index) => values.get(input[index] ?? '') ?? fail(`input ${index} is missing`),
    has: (index) => (input[index] ?? '') !== '',
    usedOnce: (index) => uses.get(input[index]!) === 1,
    int: (key) => find(key)?.i,
    ints: (key) => find(key)?.ints,
    text: (key) => {
      const bytes = find(key)?.s;
      return bytes && Buffer.from(bytes).toString();
    },
  });
}

function inner<T>(dims: readonly T[]): readonly T[] {
  const [n, c, h, w] = dims;
  return dims.length === 4 ? [n!, h!, w!, c!] : dims;
}

/** How often each tensor is read, by nodes and as an output. */
function usesOf(
  nodes: readonly OnnxNode[],
  outputs: readonly { readonly name: string }[],
): ReadonlyMap<string, number> {
  const uses = new Map<string, number>();
  for (const tensor of [
    ...nodes.flatMap(({ input }) => input),
    ...outputs.map((each) => each.name),
  ]) {
    uses.set(tensor, (uses.get(tensor) ?? 0) + 1);
  }
  return uses;
}

function readConstant(tensor: OnnxTensor, name: string): Constant {
  const { dims, dataType, rawData, floatData = [], int32Data = [], int64Data = [] } = tensor;
  const bytes = rawData && rawData.length > 0 ? new Uint8Array(rawData).buffer : null;
  const count = product(dims);
  const constant = ((): Constant | null => {
    if (dataType === elementTypes.float32) {
      const data = bytes ? new Float32Array(bytes) : Float32Array.from(floatData);
      return { dims, type: 'float32', data };
    }
    if (dataType === elementTypes.float16) {
      const data = bytes ? new Uint16Array(bytes) : Uint16Array.from(int32Data);
      return { dims, type: 'float16', data };
    }
    if (dataType !== elementTypes.int64) return null;
    const numbers = bytes ? Array.from(new BigInt64Array(bytes), Number) : int64Data;
    // The ends of slices that go to the end of a side, whatever it is, lie beyond 32 bits.
    const data = Int32Array.from(numbers, (each) =>
      Math.min(2 ** 31 - 1, Math.max(-(2 ** 31), each)),
    );
    return { dims, type: 'int32', data };
  })();
  if (constant?.data.length === count) return constant;
  throw new WorkError(
    `${name}: the weights ${tensor.name} are expected to be ${count} numbers of float32, float16 or int64`,
    { code: 'broken-model' },
  );
}
