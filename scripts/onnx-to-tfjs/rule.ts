import { product } from '#src/runtimes/onnx/rule.js';
import { type Constant, type TfjsGraph, transposed } from './graph.ts';

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

export const toInner = [0, 2, 3, 1];
export const toOuter = [0, 3, 1, 2];
/** Where an axis of ONNX stands inside, of four. */
const placeInside = [0, 3, 1, 2];

/** The node of a value; of a constant a new one, with as many dimensions as the others have. */
export function operand(
  { graph, to, fail }: RuleContext,
  value: Value,
  rank = value.dims.length,
): string {
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
export function integersOf(
  { value, has, fail }: RuleContext,
  input: number,
): readonly number[] | undefined {
  if (!has(input)) return undefined;
  const { constant } = value(input);
  return constant?.type === 'int32'
    ? Array.from(constant.data)
    : fail(`input ${input} is not known beforehand`);
}

export function axisOf(axis: number, { dims }: Value): number {
  return axis < 0 ? axis + dims.length : axis;
}

export function inside(axis: number, { dims }: Value): number {
  return dims.length === 4 ? placeInside[axis]! : axis;
}

export function integers(graph: TfjsGraph, name: string, values: readonly number[]): string {
  return graph.constant(name, {
    dims: [values.length],
    type: 'int32',
    data: Int32Array.from(values),
  });
}

export function integer(graph: TfjsGraph, name: string, value: number): string {
  return graph.constant(name, { dims: [], type: 'int32', data: Int32Array.of(value) });
}
