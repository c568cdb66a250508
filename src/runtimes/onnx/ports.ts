import { WorkError } from '../../base/errors.js';
import { elementTypes, type OnnxModel, type OnnxValue } from './proto.js';

/** An input or output that a graph must have. */
export interface Port {
  readonly name: string;
  /** A name stands for a side of any length; of channels, axis 1, for a number that is told elsewhere. */
  readonly shape: readonly (number | string)[];
}

/**
 * Holds a graph to the inputs and outputs that are known of it: the same inputs and no others, the
 * outputs among its own, all of float32 and of the known rank.
 * @throws WorkError that says what was expected and what the graph has
 */
export function checkPorts(
  { graph }: OnnxModel,
  name: string,
  { inputs, outputs }: { readonly inputs: readonly Port[]; readonly outputs: readonly Port[] },
): void {
  // Up to IR version 3, weights stand among the inputs too.
  const weights = new Set(graph.initializer.map((tensor) => tensor.name));
  const given = graph.input.filter((input) => !weights.has(input.name));
  check(name, 'inputs', given, inputs, given.length === inputs.length);
  check(name, 'outputs', graph.output, outputs, true);
}

function check(
  name: string,
  kind: string,
  found: readonly OnnxValue[],
  expected: readonly Port[],
  complete: boolean,
): void {
  const matches = expected.every((port) =>
    found.some((value) => value.name === port.name && fits(value, port)),
  );
  if (matches && complete) return;
  const wanted = expected.map(({ name: port, shape }) => `${port}[${shape}]`).join(', ');
  const present = found.map((value) => `${value.name}[${shapeOf(value) ?? '?'}]`).join(', ');
  throw new WorkError(
    `${name} is expected to have the ${kind} ${wanted} of float32, it has ${present || 'none'}: it is another model`,
    { code: 'broken-model' },
  );
}

const channelAxis = 1;

function fits(value: OnnxValue, { shape }: Port): boolean {
  const found = shapeOf(value);
  return (
    value.type?.tensorType?.elemType === elementTypes.float32 &&
    found?.length === shape.length &&
    found.every((side, axis) => {
      const anyNumber = axis === channelAxis && typeof shape[axis] === 'string';
      return typeof side === 'string' || side === shape[axis] || anyNumber;
    })
  );
}

function shapeOf(value: OnnxValue): (number | string)[] | undefined {
  return value.type?.tensorType?.shape?.dim.map(
    ({ dimValue, dimParam }) => dimValue ?? dimParam ?? '?',
  );
}
