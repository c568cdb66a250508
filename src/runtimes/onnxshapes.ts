import { WorkError } from '../errors.js';
import { elementTypes, type OnnxModel, type OnnxNode, type OnnxTensor } from './onnxproto.js';

export type Shape = readonly number[];

/** The shapes of all tensors of a graph, by name. */
export type Shapes = ReadonlyMap<string, Shape>;

/**
 * Works out the shape of every tensor for inputs of the given shapes, by the rules of the ONNX
 * operators (https://onnx.ai/onnx/operators) for those that picture networks are made of.
 * @throws WorkError for an operator whose rule is not here, and for shapes that do not go together
 */
export function inferShapes(
  { graph }: OnnxModel,
  inputs: Readonly<Record<string, Shape>>,
  name: string,
): Shapes {
  const shapes = new Map<string, Shape>(Object.entries(inputs));
  const values = new Map<string, Shape>();
  for (const tensor of graph.initializer) {
    shapes.set(tensor.name, tensor.dims);
    keepValues(values, tensor.name, tensor);
  }
  for (const node of graph.node) {
    const fail = (cause: string): never => {
      throw new WorkError(`${name}: cannot tell the shape that ${node.opType} gives: ${cause}`);
    };
    const rule = Object.hasOwn(rules, node.opType) ? rules[node.opType] : undefined;
    if (rule === undefined) fail('no rule for this operator');
    const shape = rule!({
      node,
      shape: (input) => shapes.get(node.input[input] ?? '') ?? fail(`input ${input} is unknown`),
      values: (input) => values.get(node.input[input] ?? ''),
      ints: (attribute) => node.attribute.find((each) => each.name === attribute)?.ints,
      int: (attribute) => node.attribute.find((each) => each.name === attribute)?.i,
      keep: (kept) => values.set(node.output[0]!, kept),
      keepTensor: (tensor) => keepValues(values, node.output[0]!, tensor),
      fail,
    });
    if (shape.some((side) => !Number.isInteger(side) || side < 1)) fail(`it would be [${shape}]`);
    shapes.set(node.output[0]!, shape);
  }
  return shapes;
}

interface Context {
  readonly node: OnnxNode;
  shape(input: number): Shape;
  /** The numbers of an input that is known beforehand. */
  values(input: number): Shape | undefined;
  ints(attribute: string): readonly number[] | undefined;
  int(attribute: string): number | undefined;
  /** Says that the numbers of the output are known. */
  keep(values: Shape): void;
  keepTensor(tensor: OnnxTensor): void;
  fail(cause: string): never;
}

type Rule = (context: Context) => Shape;

const same: Rule = ({ shape }) => shape(0);

const broadcast: Rule = ({ shape, fail }) => {
  const [a, b] = [shape(0), shape(1)];
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const [p, q] = [a[axis - rank + a.length] ?? 1, b[axis - rank + b.length] ?? 1];
    if (p !== q && p !== 1 && q !== 1) fail(`[${a}] and [${b}] do not go together`);
    return p === 1 ? q : p;
  });
};

/** Windows that slide over the picture: convolution and pooling. */
const slide =
  (channels: (context: Context) => number, kernel: (context: Context) => readonly number[]): Rule =>
  (context) => {
    const input = context.shape(0);
    const [strides, pads, dilations] = windowOf(context, input.length - 2);
    const size = kernel(context);
    const round = context.int('ceil_mode') === 1 ? Math.ceil : Math.floor;
    const sides = input.slice(2).map((side, axis) => {
      const [before, after] = [pads[axis]!, pads[axis + size.length]!];
      const reach = dilations[axis]! * (size[axis]! - 1) + 1;
      const stride = strides[axis]!;
      const count = round((side + before + after - reach) / stride) + 1;
      // A last window that would begin in the padding behind the picture is left out.
      return (count - 1) * stride >= side + before ? count - 1 : count;
    });
    return [input[0]!, channels(context), ...sides];
  };

function windowOf(context: Context, axes: number) {
  const padding = context.node.attribute.find(({ name }) => name === 'auto_pad')?.s?.toString();
  if (padding !== undefined && padding !== 'NOTSET') context.fail(`auto_pad ${padding}`);
  const ones = new Array<number>(axes).fill(1);
  const none = new Array<number>(2 * axes).fill(0);
  return [
    context.ints('strides') ?? ones,
    context.ints('pads') ?? none,
    context.ints('dilations') ?? ones,
  ] as const;
}

const pool = slide(
  ({ shape }) => shape(0)[1]!,
  ({ ints, fail }) => ints('kernel_shape') ?? fail('no kernel_shape'),
);

const transposedConv: Rule = (context) => {
  const [input, kernel] = [context.shape(0), context.shape(1)];
  if (context.ints('output_shape')) context.fail('output_shape');
  const [strides, pads, dilations] = windowOf(context, input.length - 2);
  const extra = context.ints('output_padding') ?? [];
  const sides = input.slice(2).map((side, axis) => {
    const padding = pads[axis]! + pads[axis + input.length - 2]!;
    const reach = dilations[axis]! * (kernel[axis + 2]! - 1) + 1;
    return strides[axis]! * (side - 1) + reach + (extra[axis] ?? 0) - padding;
  });
  return [input[0]!, kernel[1]! * (context.int('group') ?? 1), ...sides];
};

const reduce: Rule = (context) => {
  const input = context.shape(0);
  const axes = axesOf(context, input.length) ?? input.map((_, axis) => axis);
  const kept = context.int('keepdims') ?? 1;
  return input.flatMap((side, axis) => (axes.includes(axis) ? (kept === 1 ? [1] : []) : [side]));
};

/** Axes as attribute, or since opset 13 as second input; counted from the front. */
function axesOf({ ints, values }: Context, rank: number): number[] | undefined {
  const axes = ints('axes') ?? values(1);
  return axes && axes.length > 0 ? axes.map((axis) => (axis < 0 ? axis + rank : axis)) : undefined;
}

const matMul: Rule = (context) => {
  const [a, b] = [context.shape(0), context.shape(1)];
  if (a.length < 2 || b.length < 2 || a.at(-1) !== b.at(-2)) {
    context.fail(`[${a}] times [${b}]`);
  }
  const batch = (shape: Shape) => shape.slice(0, -2);
  const outer = broadcast({ ...context, shape: (input) => batch(input === 0 ? a : b) });
  return [...outer, a.at(-2)!, b.at(-1)!];
};

const reshape: Rule = ({ shape, values, fail }) => {
  const input = shape(0);
  const wanted = values(1) ?? fail('the new shape is not known beforehand');
  const known = wanted.map((side, axis) => (side === 0 ? input[axis]! : side));
  const rest = product(input) / product(known.filter((side) => side !== -1));
  const result = known.map((side) => (side === -1 ? rest : side));
  return product(result) === product(input) ? result : fail(`[${input}] as [${wanted}]`);
};

const resize: Rule = ({ shape, values, fail }) => {
  const input = shape(0);
  const sizes = values(3);
  const scales = values(2);
  if (sizes?.length === input.length) return sizes;
  if (scales?.length !== input.length) return fail('neither scales nor sizes are known beforehand');
  return input.map((side, axis) => Math.floor(side * scales[axis]!));
};

const rules: Readonly<Record<string, Rule>> = {
  ...Object.fromEntries(
    ['Relu', 'LeakyRelu', 'PRelu', 'Clip', 'Sigmoid', 'Tanh', 'Sqrt', 'Exp', 'Abs', 'Neg']
      .concat(['InstanceNormalization', 'BatchNormalization', 'Softmax', 'Identity', 'Cast'])
      .map((operator) => [operator, same]),
  ),
  ...Object.fromEntries(
    ['Add', 'Sub', 'Mul', 'Div', 'Pow'].map((operator) => [operator, broadcast]),
  ),
  ...Object.fromEntries(
    ['ReduceSum', 'ReduceMean', 'ReduceMax', 'ReduceMin', 'ReduceL2'].map((operator) => [
      operator,
      reduce,
    ]),
  ),
  Conv: slide(
    ({ shape }) => shape(1)[0]!,
    ({ shape }) => shape(1).slice(2),
  ),
  ConvTranspose: transposedConv,
  MaxPool: pool,
  AveragePool: pool,
  GlobalAveragePool: ({ shape }) => shape(0).map((side, axis) => (axis < 2 ? side : 1)),
  MatMul: matMul,
  Gemm: ({ shape, int }) => {
    const [a, b] = [shape(0), shape(1)];
    return [a[int('transA') === 1 ? 1 : 0]!, b[int('transB') === 1 ? 0 : 1]!];
  },
  Concat: ({ node, shape, int }) => {
    const first = shape(0);
    const axis = ((int('axis') ?? 0) + first.length) % first.length;
    const length = node.input.reduce((sum, _, input) => sum + shape(input)[axis]!, 0);
    return first.with(axis, length);
  },
  Reshape: reshape,
  Resize: resize,
  Squeeze: (context) => {
    const input = context.shape(0);
    const axes = axesOf(context, input.length) ?? [];
    return input.filter((side, axis) => (axes.length > 0 ? !axes.includes(axis) : side !== 1));
  },
  Flatten: ({ shape, int }) => {
    const axis = int('axis') ?? 1;
    return [product(shape(0).slice(0, axis)), product(shape(0).slice(axis))];
  },
  Transpose: ({ shape, ints }) => {
    const input = shape(0);
    const order = ints('perm');
    return order?.length ? order.map((axis) => input[axis]!) : input.toReversed();
  },
  Shape: ({ shape, keep }) => {
    keep(shape(0));
    return [shape(0).length];
  },
  Constant: ({ node, keepTensor, fail }) => {
    const tensor = node.attribute.find(({ name }) => name === 'value')?.t;
    if (tensor === undefined) return fail('it is no tensor');
    keepTensor(tensor);
    return tensor.dims;
  },
};

export function product(sides: Shape): number {
  return sides.reduce((total, side) => total * side, 1);
}

/** Keeps the numbers of a short tensor, which may be a shape, axes or scales. */
function keepValues(values: Map<string, Shape>, name: string, tensor: OnnxTensor): void {
  const { dims, dataType, rawData, int64Data, floatData } = tensor;
  const count = product(dims);
  if (dims.length > 1 || count > 16) return;
  if (rawData === undefined || rawData.length === 0) {
    values.set(name, (dataType === elementTypes.int64 ? int64Data : floatData) ?? []);
    return;
  }
  const view = new DataView(rawData.buffer, rawData.byteOffset, rawData.byteLength);
  const read =
    dataType === elementTypes.int64
      ? (i: number) => Number(view.getBigInt64(8 * i, true))
      : (i: number) => view.getFloat32(4 * i, true);
  if (dataType !== elementTypes.int64 && dataType !== elementTypes.float32) return;
  values.set(
    name,
    Array.from({ length: count }, (_, i) => read(i)),
  );
}
