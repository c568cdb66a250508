import { WorkError } from '../../base/errors.js';
import { axesOf, moves } from './moves.js';
import { elementTypes, type OnnxModel, type OnnxTensor } from './proto.js';
import { type Context, product, type Rule, type Shape } from './rule.js';

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
      throw new WorkError(`${name}: cannot tell the shape that ${node.opType} gives: ${cause}`, {
        code: 'broken-model',
      });
    };
    const rule = Object.hasOwn(rules, node.opType) ? rules[node.opType] : undefined;
    if (rule === undefined) fail('no rule for this operator');
    const given = rule!({
      node,
      shape: (input) => shapes.get(node.input[input] ?? '') ?? fail(`input ${input} is unknown`),
      values: (input) => values.get(node.input[input] ?? ''),
      ints: (attribute) => node.attribute.find((each) => each.name === attribute)?.ints,
      int: (attribute) => node.attribute.find((each) => each.name === attribute)?.i,
      keep: (kept) => values.set(node.output[0]!, kept),
      keepTensor: (tensor) => keepValues(values, node.output[0]!, tensor),
      fail,
    });
    for (const [index, shape] of (isList(given) ? given : [given]).entries()) {
      if (shape.some((side) => !Number.isInteger(side) || side < 1)) fail(`it would be [${shape}]`);
      shapes.set(node.output[index]!, shape);
    }
  }
  return shapes;
}

function isList(given: Shape | readonly Shape[]): given is readonly Shape[] {
  return Array.isArray(given[0]);
}

const same: Rule = ({ shape }) => shape(0);

/** An operator on each number, whose few numbers may be a shape to come. */
const numbers =
  (operate: (a: number, b: number) => number): Rule =>
  (context) => {
    const [a, b] = [context.values(0), context.values(1)];
    const shape = broadcast(context);
    if (a && b) {
      const at = (all: Shape, index: number) => all[all.length === 1 ? 0 : index]!;
      const count = Math.max(a.length, b.length);
      context.keep(Array.from({ length: count }, (_, i) => operate(at(a, i), at(b, i))));
    }
    return shape;
  };

/** All inputs stretched to one shape. */
function broadcast({ node, shape, fail }: Context): Shape {
  return node.input
    .map((_, input) => shape(input))
    .reduce((a, b) => {
      const rank = Math.max(a.length, b.length);
      return Array.from({ length: rank }, (_, axis) => {
        const [p, q] = [a[axis - rank + a.length] ?? 1, b[axis - rank + b.length] ?? 1];
        if (p !== q && p !== 1 && q !== 1) fail(`[${a}] and [${b}] do not go together`);
        return p === 1 ? q : p;
      });
    });
}

/** Windows that slide over the picture: convolution and pooling. */
const slide =
  (channels: (context: Context) => number, kernel: (context: Context) => readonly number[]): Rule =>
  (context) => {
    const input = context.shape(0);
    const [strides, pads, dilations] = windowOf(context, input.length - 2);
    const size = kernel(context);
    const ceil = context.int('ceil_mode') === 1;
    const round = ceil ? Math.ceil : Math.floor;
    const sides = input.slice(2).map((side, axis) => {
      const [before, after] = [pads[axis]!, pads[axis + size.length]!];
      const reach = dilations[axis]! * (size[axis]! - 1) + 1;
      const stride = strides[axis]!;
      const count = round((side + before + after - reach) / stride) + 1;
      // A last window that would begin in the padding behind the picture is left out.
      return ceil && (count - 1) * stride >= side + before ? count - 1 : count;
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

const reduceOne: Rule = ({ shape, int }) => {
  const input = shape(0);
  const axis = (int('axis') ?? 0) + ((int('axis') ?? 0) < 0 ? input.length : 0);
  return int('keepdims') === 0 ? input.toSpliced(axis, 1) : input.with(axis, 1);
};

const matMul: Rule = (context) => {
  const [a, b] = [context.shape(0), context.shape(1)];
  if (a.length < 2 || b.length < 2 || a.at(-1) !== b.at(-2)) {
    context.fail(`[${a}] times [${b}]`);
  }
  const batch = (shape: Shape) => shape.slice(0, -2);
  const outer = broadcast({ ...context, shape: (input) => batch(input === 0 ? a : b) });
  return [...outer, a.at(-2)!, b.at(-1)!];
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
    ['Relu', 'LeakyRelu', 'PRelu', 'Clip', 'Sigmoid', 'Tanh', 'Sqrt', 'Exp', 'Log', 'Abs', 'Neg']
      .concat(['Sign', 'Floor', 'Ceil', 'Round', 'Reciprocal', 'Erf', 'Softplus', 'HardSigmoid'])
      .concat(['Elu', 'HardSwish', 'Gelu', 'Not', 'Softmax', 'LogSoftmax', 'CumSum'])
      .concat(['InstanceNormalization', 'BatchNormalization', 'GroupNormalization'])
      .concat(['LayerNormalization'])
      .map((operator) => [operator, same]),
  ),
  ...Object.fromEntries(
    ['Pow', 'Max', 'Min', 'Sum', 'Mean', 'Mod', 'Where', 'And', 'Or', 'Xor']
      .concat(['Equal', 'Greater', 'GreaterOrEqual', 'Less', 'LessOrEqual'])
      .map((operator) => [operator, broadcast]),
  ),
  ...Object.fromEntries(
    ['ReduceSum', 'ReduceMean', 'ReduceMax', 'ReduceMin', 'ReduceL2'].map((operator) => [
      operator,
      reduce,
    ]),
  ),
  ArgMin: reduceOne,
  ArgMax: reduceOne,
  ...moves,
  Add: numbers((a, b) => a + b),
  Sub: numbers((a, b) => a - b),
  Mul: numbers((a, b) => a * b),
  // Of integers, the whole part.
  Div: numbers((a, b) => (Number.isInteger(a) && Number.isInteger(b) ? Math.trunc(a / b) : a / b)),
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
  Resize: resize,
  Constant: ({ node, ints, int, keep, keepTensor, fail }) => {
    const numbers = ints('value_ints') ?? int('value_int');
    if (numbers !== undefined) {
      keep(typeof numbers === 'number' ? [numbers] : numbers);
      return typeof numbers === 'number' ? [] : [numbers.length];
    }
    const tensor = node.attribute.find(({ name }) => name === 'value')?.t;
    if (tensor === undefined) return fail('it is no tensor');
    keepTensor(tensor);
    return tensor.dims;
  },
};

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
