import {
  axisOf,
  inside,
  integer,
  integers,
  integersOf,
  operand,
  type Rule,
  type RuleContext,
  toInner,
  toOuter,
  type Value,
} from './rule.ts';

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

/** Rules of the operators that move numbers and compute none. */
export const moves: Readonly<Record<string, Rule>> = {
  Concat: concat,
  Slice: slice,
  Gather: gather,
  DepthToSpace: depthToSpace,
  Reshape: reshape,
};
