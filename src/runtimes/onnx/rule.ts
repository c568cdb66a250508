import type { OnnxNode, OnnxTensor } from './proto.js';

export type Shape = readonly number[];

/** What a rule sees of a node. */
export interface Context {
  readonly node: OnnxNode;
  shape(input: number): Shape;
  /** The numbers of an input that is known beforehand. */
  values(input: number): Shape | undefined;
  ints(attribute: string): readonly number[] | undefined;
  int(attribute: string): number | undefined;
  /** Says that the numbers of the first output are known. */
  keep(values: Shape): void;
  keepTensor(tensor: OnnxTensor): void;
  fail(cause: string): never;
}

/** Shapes of a node's outputs; of one output its shape alone. */
export type Rule = (context: Context) => Shape | readonly Shape[];

export function product(sides: Shape): number {
  return sides.reduce((total, side) => total * side, 1);
}
