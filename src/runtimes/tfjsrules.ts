import { product } from './onnxrule.js';
import { type Constant, type TfjsGraph, transposed } from './tfjsgraph.js';

/** A tensor of an ONNX graph and what stands for it in the graph model. */
export interface Value {
  /** Its node; null of a constant, which gets one where it is read. */
  readonly node: string | null;
  /** In the order of ONNX; null where the length is not known beforehand. */
  readonly dims: readonly (number | null)[];
  readonly constant: Constant | null;
  /** A convolution with a bias, which can have an activation too. */
  readonly takesActivation?: true;
}

/** What a rule sees of a node. */
export interface RuleContext {
  readonly graph: TfjsGraph;
  /** Name for what it makes. */
  readonly to: string;
  /** How many inputs it has. */
  readonly count: number;
  value(input: number): Value;
  has(input: number): boolean;
  /** Whether nothing else reads an input. */
  usedOnce(input: number): boolean;
  int(attribute: string): number | undefined;
  ints(attribute: string): readonly number[] | undefined;
  text(attribute: string): string | undefined;
  fail(cause: string): never;
}

export type Rule = (context: RuleContext) => Value;

const toInner = [0, 2, 3, 1];
const toOuter = [0, 3, 1, 2];
/** Where an axis of ONNX stands inside, of four. */
const placeInside = [0, 3, 1, 2];

/** The node of a value; of a constant a new one, with as many dimensions as the others have. */
function operand({ graph, to, fail }: RuleContext, value: Value, rank = value.dims.length): string {
  const { node, constant, dims } = value;
  if (constant === null) {
    const fits = dims.length === rank || dims.every((side) => side === 1);
    return fits ? node! : fail(`[${dims}] and a tensor of ${rank} dimensions do not go together`);
  }
  const single = product(constant.dims) === 1;
  const missing = rank - dims.length;
  const wide = { ...constant, dims: [...Array<number>(missing).fill(1), ...constant.dims] };
  const shaped = single && rank !== dims.length ? { ...constant, dims: [] } : wide;
  return graph.constant(
    `${to}/of`,
    shaped.dims.length === 4 ? transposed(shaped, toInner) : shaped,
  );
}

/** The numbers of an input that says how, not what. */
function integersOf(
  { value, has, fail }: RuleContext,
  input: number,
): readonly number[] | undefined {
  if (!has(input)) return undefined;
  const { constant } = value(input);
  return constant?.type === 'int32'
    ? Array.from(constant.data)
    : fail(`input ${input} is not known beforehand`);
}

function axisOf(axis: number, { dims }: Value): number {
  return axis < 0 ? axis + dims.length : axis;
}

function inside(axis: number, { dims }: Value): number {
  return dims.length === 4 ? placeInside[axis]! : axis;
}

function integers(graph: TfjsGraph, name: string, values: readonly number[]): string {
  return graph.constant(name, {
    dims: [values.length],
    type: 'int32',
    data: Int32Array.from(values),
  });
}

function integer(graph: TfjsGraph, name: string, value: number): string {
  return graph.constant(name, { dims: [], type: 'int32', data: Int32Array.of(value) });
}

const unary =
  (op: string): Rule =>
  (context) => {
    const input = context.value(0);
    const node = context.graph.add(context.to, op, [operand(context, input)]);
    return { node, dims: input.dims, constant: null };
  };

const binary =
  (op: string): Rule =>
  (context) => {
    const [a, b] = [context.value(0), context.value(1)];
    const rank = Math.max(a.dims.length, b.dims.length);
    const dims = Array.from({ length: rank }, (_, axis) => {
      const [p, q] = [a, b].map((each) => {
        const side = each.dims[axis - rank + each.dims.length];
        return side === undefined ? 1 : side;
      });
      return p === 1 ? q! : p!;
    });
    const inputs = [operand(context, a, rank), operand(context, b, rank)];
    return { node: context.graph.add(context.to, op, inputs), dims, constant: null };
  };

/** Fused into the convolution before it, where nothing else reads that. */
const relu: Rule = (context) => {
  const { graph, value, usedOnce } = context;
  const { node, dims, takesActivation } = value(0);
  if (node === null || !takesActivation || !usedOnce(0)) return unary('Relu')(context);
  graph.change(node, { fused_ops: ['BiasAdd', 'Relu'] });
  return { node, dims, constant: null };
};

const conv: Rule = (context) => {
  const { graph, to, value, has, int, ints, text, fail } = context;
  const [input, { constant: weights }] = [value(0), value(1)];
  if (weights === null || weights.type === 'int32') return fail('its weights are no constant');
  const [outer, inner, height, width] = weights.dims;
  if (weights.dims.length !== 4) return fail('it is not over height and width');
  if ((text('auto_pad') ?? 'NOTSET') !== 'NOTSET') return fail('auto_pad is expected to be NOTSET');
  const group = int('group') ?? 1;
  const depthwise = group > 1;
  if (depthwise && inner !== 1) return fail(`group ${group} of ${inner! * group} channels`);
  const [top, left, bottom, right] = ints('pads')?.length ? ints('pads')! : [0, 0, 0, 0];
  const pair = (name: string) => [1, ...(ints(name)?.length ? ints(name)! : [1, 1]), 1];
  // Depthwise weights are height x width x channels x multiplier.
  const turned = transposed(weights, depthwise ? [2, 3, 0, 1] : [2, 3, 1, 0]);
  const shaped = depthwise ? { ...turned, dims: [height!, width!, group, outer! / group] } : turned;
  const inputs = [operand(context, input), graph.constant(`${to}/weights`, shaped)];
  const padded = [top, left, bottom, right].some((side) => side !== 0);
  const attributes = {
    strides: pair('strides'),
    dilations: pair('dilations'),
    data_format: 'NHWC',
    padding: padded ? 'EXPLICIT' : 'VALID',
    explicit_paddings: padded ? [0, 0, top!, bottom!, left!, right!, 0, 0] : [],
  };
  const dims = [input.dims[0]!, outer!, null, null];
  if (!has(2)) {
    const op = depthwise ? 'DepthwiseConv2dNative' : 'Conv2D';
    return { node: graph.add(to, op, inputs, attributes), dims, constant: null };
  }
  const bias = value(2).constant;
  if (bias === null) return fail('its bias is no constant');
  const op = depthwise ? 'FusedDepthwiseConv2dNative' : '_FusedConv2D';
  const fused = { ...attributes, num_args: 1, fused_ops: ['BiasAdd'] };
  const node = graph.add(to, op, [...inputs, graph.constant(`${to}/bias`, bias)], fused);
  return { node, dims, constant: null, takesActivation: true };
};

const concat: Rule = (context) => {
  const { graph, to, count, value, int, fail } = context;
  const parts = Array.from({ length: count }, (_, input) => value(input));
  const axis = axisOf(int('axis') ?? fail('it has no axis'), parts[0]!);
  const side = parts.reduce<number | null>((sum, { dims }) => {
    const part = dims[axis]!;
    return sum === null || part === null ? null : sum + part;
  }, 0);
  const inputs = parts.map((part) => operand(context, part));
  const place = integer(graph, `${to}/axis`, inside(axis, parts[0]!));
  const node = graph.add(to, 'ConcatV2', [...inputs, place], { N: count });
  return { node, dims: parts[0]!.dims.with(axis, side), constant: null };
};

/** Places of one axis. */
interface Run {
  readonly axis: number;
  readonly start: number;
  /** null: as far as it goes. */
  readonly end: number | null;
  readonly step: number;
}

function strided(context: RuleContext, input: Value, runs: readonly Run[]): Value {
  const { graph, to } = context;
  const rank = input.dims.length;
  const [begin, end, strides] = [0, 0, 1].map((each) => Array<number>(rank).fill(each));
  let all = 2 ** rank - 1;
  let open = all;
  const dims = [...input.dims];
  for (const { axis, start, end: stop, step } of runs) {
    const place = inside(axis, input);
    begin![place] = start;
    end![place] = stop ?? 0;
    strides![place] = step;
    all &= ~(1 << place);
    if (stop !== null) open &= ~(1 << place);
    dims[axis] = countOf(dims[axis]!, start, stop, step);
  }
  const node = graph.add(
    to,
    'StridedSlice',
    [
      operand(context, input),
      integers(graph, `${to}/begin`, begin!),
      integers(graph, `${to}/end`, end!),
      integers(graph, `${to}/strides`, strides!),
    ],
    { begin_mask: all, end_mask: open, ellipsis_mask: 0, new_axis_mask: 0, shrink_axis_mask: 0 },
  );
  return { node, dims, constant: null };
}

/** Places of a side that a run takes; null where it is not known how long the side is. */
function countOf(
  side: number | null,
  start: number,
  end: number | null,
  step: number,
): number | null {
  if (side === null) return null;
  const [low, high] = step > 0 ? [0, side] : [-1, side - 1];
  const clip = (place: number): number =>
    Math.min(high, Math.max(low, place < 0 ? place + side : place));
  const stop = end === null ? (step > 0 ? high : low) : clip(end);
  return Math.max(0, Math.ceil((stop - clip(start)) / step));
}

/** What stands for `to the end` in ONNX. */
const beyond = 2 ** 31 - 1;

const slice: Rule = (context) => {
  const input = context.value(0);
  const starts = integersOf(context, 1) ?? context.fail('it does not say where it begins');
  const ends = integersOf(context, 2) ?? context.fail('it does not say where it ends');
  const axes = integersOf(context, 3) ?? starts.map((_, axis) => axis);
  const steps = integersOf(context, 4) ?? starts.map(() => 1);
  const runs = axes.map((axis, index): Run => {
    const end = ends[index]!;
    const open = end >= beyond || end <= -beyond;
    return {
      axis: axisOf(axis, input),
      start: starts[index]!,
      end: open ? null : end,
      step: steps[index]!,
    };
  });
  return strided(context, input, runs);
};

const gather: Rule = (context) => {
  const { graph, to, value, int, fail } = context;
  const input = value(0);
  const axis = axisOf(int('axis') ?? 0, input);
  const indexes = integersOf(context, 1)!;
  if (value(1).dims.length !== 1) return fail('its indexes are expected to be a list');
  const [first] = indexes;
  const step = indexes.length > 1 ? indexes[1]! - first! : 1;
  const even = step !== 0 && indexes.every((each, place) => each === first! + place * step);
  const sameEnd = indexes.every((each) => each < 0 === first! < 0);
  if (even && sameEnd) {
    const end = first! + indexes.length * step;
    const run = { axis, start: first!, end: end < 0 === first! < 0 ? end : null, step };
    return strided(context, input, [run]);
  }
  const side = input.dims[axis]!;
  const places = indexes.map((each) =>
    each >= 0
      ? each
      : side === null
        ? fail('it counts from an end that is not known')
        : each + side,
  );
  const inputs = [
    operand(context, input),
    integers(graph, `${to}/indexes`, places),
    integer(graph, `${to}/axis`, inside(axis, input)),
  ];
  const node = graph.add(to, 'GatherV2', inputs, { batch_dims: 0 });
  return { node, dims: input.dims.with(axis, indexes.length), constant: null };
};

const depthToSpace: Rule = (context) => {
  const { graph, to, value, int, text, fail } = context;
  const input = value(0);
  const block = int('blocksize') ?? fail('it has no blocksize');
  const [batch, channels, height, width] = input.dims;
  if (!channels) return fail('it is not known how many channels there are');
  const left = channels / block ** 2;
  let node = operand(context, input);
  if (text('mode') === 'CRD') {
    // TensorFlow has the places of a block before the channels.
    const order = Array.from(
      { length: channels },
      (_, place) => (place % left) * block ** 2 + Math.floor(place / left),
    );
    const inputs = [node, integers(graph, `${to}/order`, order), integer(graph, `${to}/axis`, 3)];
    node = graph.add(`${to}/blocks`, 'GatherV2', inputs, { batch_dims: 0 });
  }
  node = graph.add(to, 'DepthToSpace', [node], { block_size: block, data_format: 'NHWC' });
  const longer = (side: number | null | undefined): number | null => (side ? side * block : null);
  return { node, dims: [batch!, left, longer(height), longer(width)], constant: null };
};

const reshape: Rule = (context) => {
  const { graph, to, value, fail } = context;
  const input = value(0);
  const wanted = integersOf(context, 1) ?? fail('it has no shape');
  if (wanted.includes(0)) return fail('a side of 0 is not known here');
  const transpose = (name: string, from: string, order: readonly number[]): string =>
    graph.add(name, 'Transpose', [from, integers(graph, `${name}/order`, order)]);
  let node = operand(context, input);
  if (input.dims.length === 4) node = transpose(`${to}/outer`, node, toOuter);
  const four = wanted.length === 4;
  const name = four ? `${to}/shaped` : to;
  node = graph.add(name, 'Reshape', [node, integers(graph, `${to}/shape`, wanted)]);
  if (four) node = transpose(to, node, toInner);
  return { node, dims: wanted.map((side) => (side === -1 ? null : side)), constant: null };
};

const clip: Rule = (context) => {
  const { graph, to, value, has, fail } = context;
  const input = value(0);
  const bound = (index: number, otherwise: number): string => {
    const given = has(index) ? value(index).constant : null;
    if (has(index) && given?.type !== 'float32') return fail('its bounds are no constants');
    const data = Float32Array.of(given ? given.data[0]! : otherwise);
    return graph.constant(`${to}/bound`, { dims: [], type: 'float32', data });
  };
  const most = 3.4028234663852886e38;
  const inputs = [operand(context, input), bound(1, -most), bound(2, most)];
  return { node: graph.add(to, 'ClipByValue', inputs), dims: input.dims, constant: null };
};

/** Of floats to floats; constants of 16 bits stay so in the file. */
const cast: Rule = (context) => {
  const input = context.value(0);
  if (context.int('to') !== 1 || input.constant?.type === 'int32') {
    return context.fail('it is expected to be from floats to float32');
  }
  return input.constant ? input : unary('Identity')(context);
};

/** By the names of the operators, as https://onnx.ai/onnx/operators has them. */
export const rules: Readonly<Record<string, Rule>> = {
  Conv: conv,
  Relu: relu,
  Log: unary('Log'),
  Exp: unary('Exp'),
  Abs: unary('Abs'),
  Floor: unary('Floor'),
  Sqrt: unary('Sqrt'),
  Reciprocal: unary('Reciprocal'),
  Sigmoid: unary('Sigmoid'),
  Tanh: unary('Tanh'),
  Identity: unary('Identity'),
  Add: binary('AddV2'),
  Sub: binary('Sub'),
  Mul: binary('Mul'),
  Div: binary('RealDiv'),
  Clip: clip,
  Concat: concat,
  Slice: slice,
  Gather: gather,
  DepthToSpace: depthToSpace,
  Reshape: reshape,
  Cast: cast,
};
