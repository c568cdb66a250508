import { WorkError } from '../../base/errors.js';
import type { Shape } from '../onnx/rule.js';
import type { Shapes } from '../onnx/shapes.js';
import { rowBytes } from './rows.js';
import type { Step } from './steps.js';

interface Block {
  readonly from: number;
  readonly to: number;
}

/**
 * Places for the tensors of a graph, each free again after its last use: offsets in bytes, and how
 * many bytes they take together.
 */
export function layOutTensors(
  steps: readonly Step[],
  shapes: Shapes,
  inputs: readonly string[],
  outputs: readonly string[],
): { readonly places: ReadonlyMap<string, number>; readonly bytes: number } {
  const lastUse = new Map<string, number>();
  for (const [index, step] of steps.entries()) {
    for (const tensor of [...step.inputs, step.output]) lastUse.set(tensor, index);
  }
  for (const tensor of outputs) lastUse.set(tensor, steps.length);
  const held = new Map<string, Block>();
  const places = new Map<string, number>();
  let bytes = 0;
  const place = (tensor: string): void => {
    const shape = shapes.get(tensor);
    if (shape === undefined) throw new WorkError(`the tensor ${tensor} is not known`);
    const block = firstFit([...held.values()], bytesOf(shape));
    held.set(tensor, block);
    places.set(tensor, block.from);
    bytes = Math.max(bytes, block.to);
  };
  for (const input of inputs) place(input);
  for (const [index, step] of steps.entries()) {
    place(step.output);
    for (const tensor of held.keys()) if ((lastUse.get(tensor) ?? 0) <= index) held.delete(tensor);
  }
  return { places, bytes };
}

function bytesOf(dims: Shape): number {
  const [, channels = 1, ...sides] = dims;
  return sides.reduce((places, side) => places * side, rowBytes(channels));
}

function firstFit(held: readonly Block[], bytes: number): Block {
  let from = 0;
  for (const block of held.toSorted((a, b) => a.from - b.from)) {
    if (block.from - from >= bytes) break;
    from = Math.max(from, block.to);
  }
  return { from, to: from + bytes };
}
