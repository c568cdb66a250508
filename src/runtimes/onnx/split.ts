import { WorkError } from '../../base/errors.js';
import { cut } from './cut.js';
import type { OnnxGraph, OnnxModel, OnnxNode } from './proto.js';

/**
 * A graph that compares two pictures, cut where what depends on the first alone meets the second, so
 * that many pictures can be compared with one.
 *
 *     a -> features -> taps -> comparison -> distance, maps
 *                         b ->
 *
 * The taps are best kept from one run of `features`; that `comparison` holds the whole way from b
 * spares it writing out the features of b.
 */
export interface SplitComparison {
  readonly features: OnnxModel;
  readonly comparison: OnnxModel;
  /** Outputs of `features` and, beside b, inputs of `comparison`. */
  readonly taps: readonly string[];
  /**
   * Outputs of `comparison`, beside those of the whole graph, of N x 1 x h x w each: their means
   * over the picture add up to the distance. None where the graph is made in another way.
   */
  readonly maps: readonly string[];
}

/**
 * Splits a graph of two inputs.
 * @throws WorkError where the graph does not make something of each picture before it compares them
 */
export function splitComparison(
  model: OnnxModel,
  [a, b]: readonly [string, string],
  name: string,
): SplitComparison {
  const { graph } = model;
  const [ofA, ofB] = [dependents(graph, a), dependents(graph, b)];
  const joint = graph.node.filter(({ output }) => ofA.has(output[0]!) && ofB.has(output[0]!));
  const met = new Set(joint.flatMap(({ input }) => input));
  const taps = [...met].filter((tensor) => ofA.has(tensor) && !ofB.has(tensor));
  if (taps.length === 0 || met.has(a) || met.has(b)) {
    throw new WorkError(`${name} is expected to compare features of ${a} and ${b}; it does not`, {
      code: 'broken-model',
    });
  }
  const maps = joint.filter(isMeanOverPicture).map(({ input }) => input[0]!);
  const singles = maps.filter((tensor) => hasOneChannel(graph, tensor));
  const outputs = graph.output.map((output) => output.name);
  return {
    features: cut(model, [a], taps),
    comparison: cut(model, [...taps, b], [...outputs, ...singles]),
    taps,
    maps: singles,
  };
}

/** A tensor and all that depends on it. */
function dependents(graph: OnnxGraph, tensor: string): Set<string> {
  const found = new Set([tensor]);
  for (const { input, output } of graph.node) {
    if (input.some((each) => found.has(each))) for (const each of output) found.add(each);
  }
  return found;
}

/** Whether a node is a mean over height and width, and over nothing else. */
function isMeanOverPicture({ opType, attribute }: OnnxNode): boolean {
  const axes = attribute.find(({ name }) => name === 'axes')?.ints;
  return opType === 'ReduceMean' && axes?.join() === '2,3';
}

/** Whether a tensor comes from a convolution to one channel. */
function hasOneChannel({ node, initializer }: OnnxGraph, tensor: string): boolean {
  const producer = node.find(({ output }) => output.includes(tensor));
  const kernel = initializer.find(({ name }) => name === producer?.input[1]);
  return producer?.opType === 'Conv' && kernel?.dims[0] === 1;
}
