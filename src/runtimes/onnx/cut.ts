import { elementTypes, type OnnxModel, type OnnxNode, type OnnxValue } from './proto.js';

/**
 * The part of a graph that leads from some of its tensors to others. What becomes an input or an
 * output is taken to hold float32 values, of any shape where the graph does not say which.
 */
export function cut(
  model: OnnxModel,
  inputs: readonly string[],
  outputs: readonly string[],
): OnnxModel {
  const { graph } = model;
  const producers = new Map(
    graph.node.flatMap((node) => node.output.map((tensor) => [tensor, node] as const)),
  );
  const needed = new Set<OnnxNode>();
  const tensors = new Set<string>();
  const pending = [...outputs];
  for (let tensor = pending.pop(); tensor !== undefined; tensor = pending.pop()) {
    if (tensors.has(tensor)) continue;
    tensors.add(tensor);
    const producer = inputs.includes(tensor) ? undefined : producers.get(tensor);
    if (producer === undefined || needed.has(producer)) continue;
    needed.add(producer);
    pending.push(...producer.input);
  }
  const known = [...graph.input, ...graph.output, ...graph.valueInfo];
  const value = (tensor: string): OnnxValue =>
    known.find(({ name }) => name === tensor) ?? {
      name: tensor,
      type: { tensorType: { elemType: elementTypes.float32 } },
    };
  return {
    ...model,
    graph: {
      ...graph,
      node: graph.node.filter((node) => needed.has(node)),
      initializer: graph.initializer.filter(({ name }) => tensors.has(name)),
      input: inputs.map(value),
      output: outputs.map(value),
      valueInfo: [],
    },
  };
}
