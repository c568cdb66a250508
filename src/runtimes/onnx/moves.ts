import { type Context, product, type Rule, type Shape } from './rule.js';

/** Axes as attribute, or since opset 13 as second input; counted from the front. */
export function axesOf({ ints, values }: Context, rank: number): number[] | undefined {
  const axes = ints('axes') ?? values(1);
  return axes && axes.length > 0 ? axes.map((axis) => fromFront(axis, rank)) : undefined;
}

function fromFront(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}

/** The shape, and on the few numbers of a shape to come the numbers themselves. */
const passing: Rule = ({ shape, values, keep }) => {
  const known = values(0);
  if (known) keep(known);
  return shape(0);
};

const reshape: Rule = ({ shape, values, int, keep, fail }) => {
  const input = shape(0);
  const wanted = values(1) ?? fail('the new shape is not known beforehand');
  const zeros = int('allowzero') === 1;
  const known = wanted.map((side, axis) => (side === 0 && !zeros ? input[axis]! : side));
  const rest = product(input) / product(known.filter((side) => side !== -1));
  const result = known.map((side) => (side === -1 ? rest : side));
  const numbers = values(0);
  if (numbers) keep(numbers);
  return product(result) === product(input) ? result : fail(`[${input}] as [${wanted}]`);
};

/** Begins and ends of a slice, brought into the side as ONNX does. */
const slice: Rule = (context) => {
  const { shape, values, ints, keep, fail } = context;
  const input = shape(0);
  const part = (attribute: string, index: number): Shape | undefined =>
    ints(attribute) ?? values(index);
  const starts = part('starts', 1) ?? fail('where it begins is not known beforehand');
  const ends = part('ends', 2) ?? fail('where it ends is not known beforehand');
  const axes = part('axes', 3) ?? starts.map((_, axis) => axis);
  const steps = values(4) ?? starts.map(() => 1);
  const result = [...input];
  let numbers = values(0);
  for (const [index, axis] of axes.entries()) {
    const side = input[fromFront(axis, input.length)]!;
    const step = steps[index]!;
    const [low, high] = step > 0 ? [0, side] : [-1, side - 1];
    const clip = (place: number, least: number): number =>
      Math.min(high, Math.max(least, place < 0 ? place + side : place));
    const start = clip(starts[index]!, Math.max(0, low));
    const end = clip(ends[index]!, low);
    const count = Math.max(0, Math.ceil((end - start) / step));
    result[fromFront(axis, input.length)] = count;
    const all = numbers;
    numbers = all && Array.from({ length: count }, (_, place) => all[start + place * step]!);
  }
  if (numbers) keep(numbers);
  return result;
};

const split: Rule = ({ node, shape, int, ints, values, fail }) => {
  const input = shape(0);
  const axis = fromFront(int('axis') ?? 0, input.length);
  const count = node.output.length;
  const side = Math.ceil(input[axis]! / count);
  const even = Array.from({ length: count }, (_, part) =>
    Math.min(side, input[axis]! - part * side),
  );
  const sides = ints('split') ?? values(1) ?? even;
  if (sides.length !== count) return fail(`${count} parts of sides [${sides}]`);
  return sides.map((each) => input.with(axis, each));
};

/** Channels become blocks of pixels, or the other way round. */
const blocks =
  (deeper: boolean): Rule =>
  ({ shape, int, fail }) => {
    const [batch, channels, height, width] = shape(0);
    const side = int('blocksize') ?? fail('no blocksize');
    return deeper
      ? [batch!, channels! * side * side, height! / side, width! / side]
      : [batch!, channels! / (side * side), height! * side, width! * side];
  };

const gather: Rule = ({ shape, values, int, keep }) => {
  const [input, indexes] = [shape(0), shape(1)];
  const axis = fromFront(int('axis') ?? 0, input.length);
  const [numbers, places] = [values(0), values(1)];
  if (numbers && places && input.length === 1) {
    keep(places.map((place) => numbers[fromFront(place, numbers.length)]!));
  }
  return [...input.slice(0, axis), ...indexes, ...input.slice(axis + 1)];
};

/** Rules of the operators that move numbers and compute none. */
export const moves: Readonly<Record<string, Rule>> = {
  Identity: passing,
  Cast: passing,
  Reshape: reshape,
  Slice: slice,
  Split: split,
  DepthToSpace: blocks(false),
  SpaceToDepth: blocks(true),
  Gather: gather,
  Pad: ({ shape, ints, values, fail }) => {
    const input = shape(0);
    const pads = ints('pads') ?? values(1) ?? fail('the padding is not known beforehand');
    const axes = values(3) ?? input.map((_, axis) => axis);
    const result = [...input];
    for (const [index, axis] of axes.entries()) {
      result[fromFront(axis, input.length)]! += pads[index]! + pads[index + axes.length]!;
    }
    return result;
  },
  Expand: ({ shape, values, fail }) => {
    const input = shape(0);
    const wanted = values(1) ?? fail('the new shape is not known beforehand');
    const rank = Math.max(input.length, wanted.length);
    const from = (sides: Shape, axis: number): number => sides[axis - rank + sides.length] ?? 1;
    return Array.from({ length: rank }, (_, axis) => {
      const [side, other] = [from(input, axis), from(wanted, axis)];
      return side === 1 ? other : side;
    });
  },
  ConstantOfShape: ({ values, fail }) => values(0) ?? fail('the shape is not known beforehand'),
  Range: ({ values, keep, fail }) => {
    const [start, limit, delta] = [0, 1, 2].map((input) => values(input)?.[0]);
    if (start === undefined || limit === undefined || delta === undefined) {
      return fail('its bounds are not known beforehand');
    }
    const count = Math.max(0, Math.ceil((limit - start) / delta));
    if (count <= 16) keep(Array.from({ length: count }, (_, place) => start + place * delta));
    return [count];
  },
  Concat: ({ node, shape, values, int, keep }) => {
    const first = shape(0);
    const axis = fromFront(int('axis') ?? 0, first.length);
    const length = node.input.reduce((sum, _, input) => sum + shape(input)[axis]!, 0);
    const numbers = node.input.map((_, input) => values(input));
    const known = numbers.filter((each) => each !== undefined);
    if (first.length === 1 && known.length === numbers.length) keep(known.flat());
    return first.with(axis, length);
  },
  Unsqueeze: (context) => {
    const input = context.shape(0);
    const given = context.ints('axes') ?? context.values(1) ?? [];
    const rank = input.length + given.length;
    const axes = given.map((axis) => fromFront(axis, rank));
    const sides = input.values();
    const numbers = context.values(0);
    if (numbers) context.keep(numbers);
    return Array.from({ length: rank }, (_, axis) =>
      axes.includes(axis) ? 1 : (sides.next().value ?? 1),
    );
  },
  Squeeze: (context) => {
    const input = context.shape(0);
    const axes = axesOf(context, input.length) ?? [];
    const numbers = context.values(0);
    if (numbers) context.keep(numbers);
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
  Shape: ({ shape, int, keep }) => {
    const input = shape(0);
    const sides = input.slice(int('start') ?? 0, int('end') ?? input.length);
    keep(sides);
    return [sides.length];
  },
};
