import { WorkError } from '../../base/errors.js';
import type { OnnxModel, OnnxNode } from '../onnx/proto.js';
import { constantsOf, type NodeReader, readerOf } from './node-reader.js';
import { type Part, partOfConv, partsOfTransposed } from './parts.js';

/** One operation of a graph, with its constants at hand. Channels are the axis 1 of every tensor. */
export type Step = { readonly output: string; readonly inputs: readonly string[] } & (
  | { readonly kind: 'sums'; readonly parts: readonly Part[] }
  /** `slope` is that of LeakyRelu, null of Relu. */
  | { readonly kind: 'relu'; readonly slope: number | null }
  | { readonly kind: 'add'; readonly row: ArrayLike<number> }
  | { readonly kind: 'join' }
  /** Channels from `from` on, as many as the output has. */
  | { readonly kind: 'take'; readonly from: number }
  | { readonly kind: 'blocks'; readonly side: number; readonly order: 'DCR' | 'CRD' }
);

export type StepOf<K extends Step['kind']> = Extract<Step, { readonly kind: K }>;

type Maker = (node: OnnxNode, reader: NodeReader, inputs: readonly string[]) => Step[];

const rank = 4;

const sums: Maker = ({ opType, output }, reader, [input]) => {
  const weights = reader.constant(1) ?? reader.fail('has no weights');
  if (weights.dims.length !== rank) reader.fail(`has weights of [${weights.dims}]`);
  if ((reader.int('group') ?? 1) !== 1) reader.fail('has groups');
  const padding = reader.text('auto_pad') ?? 'NOTSET';
  if (padding !== 'NOTSET') reader.fail(`pads by ${padding}`);
  const shape = {
    weights,
    bias: reader.constant(2)?.data ?? null,
    strides: reader.ints('strides') ?? [1, 1],
    pads: reader.ints('pads') ?? [0, 0, 0, 0],
    dilations: reader.ints('dilations') ?? [1, 1],
  };
  const parts = opType === 'Conv' ? [partOfConv(shape)] : partsOfTransposed(shape);
  return [{ kind: 'sums', inputs: [input!], output: output[0]!, parts }];
};

const split: Maker = ({ output }, reader, [input]) => {
  if (reader.int('axis') !== 1) reader.fail('is not along the channels');
  const sides = reader.ints('split') ?? reader.constant(1)?.data ?? reader.fail('tells no sides');
  let from = 0;
  return output.map((name, index) => {
    const step: Step = { kind: 'take', inputs: [input!], output: name, from };
    from += sides[index]!;
    return step;
  });
};

const slice: Maker = ({ output }, reader, [input]) => {
  const only = (index: number, otherwise?: number): number => {
    const found = reader.constant(index)?.data;
    return found?.length === 1 ? found[0]! : (otherwise ?? reader.fail('cuts several axes'));
  };
  if (only(3) !== 1 || only(4, 1) !== 1) reader.fail('is not of channels, one by one');
  const from = only(1);
  if (from < 0) reader.fail('counts from the end');
  return [{ kind: 'take', inputs: [input!], output: output[0]!, from }];
};

const add: Maker = ({ output }, reader, inputs) => {
  const at = [0, 1].find(reader.isConstant) ?? reader.fail('adds no constant');
  const { dims, data } = reader.constant(at)!;
  const wide =
    dims.length >= 3 && dims.every((side, axis) => side === 1 || axis === dims.length - 3);
  if (!wide) reader.fail(`adds [${dims}], not one number a channel`);
  return [{ kind: 'add', inputs: [inputs[1 - at]!], output: output[0]!, row: data }];
};

/** By operator of ONNX. */
const makers: Readonly<Record<string, Maker>> = {
  Conv: sums,
  ConvTranspose: sums,
  Relu: ({ output }, _, inputs) => [{ kind: 'relu', inputs, output: output[0]!, slope: null }],
  LeakyRelu({ output }, reader, inputs) {
    const slope = reader.float('alpha') ?? 0.01;
    return [{ kind: 'relu', inputs, output: output[0]!, slope }];
  },
  Concat({ output }, reader, inputs) {
    if (reader.int('axis') !== 1) reader.fail('is not along the channels');
    return [{ kind: 'join', inputs, output: output[0]! }];
  },
  DepthToSpace({ output }, reader, inputs) {
    const side = reader.int('blocksize') ?? reader.fail('has no blocksize');
    const order = reader.text('mode') ?? 'DCR';
    if (order !== 'DCR' && order !== 'CRD') return reader.fail(`is of mode ${order}`);
    return [{ kind: 'blocks', inputs, output: output[0]!, side, order }];
  },
  Add: add,
  Identity: ({ output }, _, inputs) => [{ kind: 'take', inputs, output: output[0]!, from: 0 }],
  Split: split,
  Slice: slice,
};

/** Operators that the exact runtime has; constants may be nodes, too. */
export const exactOperators: readonly string[] = Object.keys(makers);

/**
 * The steps of a graph in its own order.
 * @param name what to call the graph in messages
 * @throws WorkError for an operator, or a form of one, that the runtime does not have
 */
export function stepsOf({ graph }: OnnxModel, name: string): Step[] {
  const constants = constantsOf(graph);
  return graph.node.flatMap((node): Step[] => {
    if (constants.has(node.output[0]!)) return [];
    const make = Object.hasOwn(makers, node.opType) ? makers[node.opType] : undefined;
    if (make !== undefined) return make(node, readerOf(node, constants, name), node.input);
    throw new WorkError(
      `${name}: the exact runtime has no operator ${node.opType}; it has ${exactOperators.join(', ')}`,
      { code: 'broken-model' },
    );
  });
}
