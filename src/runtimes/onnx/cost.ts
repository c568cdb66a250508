import { elementTypes, type OnnxModel } from './proto.js';
import { product, type Shape } from './rule.js';
import { inferShapes } from './shapes.js';

/** What a graph costs to compute once. */
export interface GraphCost {
  /** Multiply-accumulates of its convolutions and matrix products. */
  readonly macs: number;
  /** Numbers of its weights, each counted once however often it is used; few constants among them. */
  readonly parameters: number;
  /** Shapes of what the graph gives, by name. */
  readonly outputs: Readonly<Record<string, Shape>>;
}

/**
 * Counts the work of a graph for inputs of the given shapes.
 * @throws WorkError where the shapes inside it cannot be told
 */
export function costOf(
  model: OnnxModel,
  inputs: Readonly<Record<string, Shape>>,
  name: string,
): GraphCost {
  const shapes = inferShapes(model, inputs, name);
  const shape = (tensor: string): Shape => shapes.get(tensor)!;
  let macs = 0;
  for (const { opType, input, output, attribute } of model.graph.node) {
    const [a, b] = input;
    const elements = product(shape(output[0]!));
    if (opType === 'Conv') macs += elements * product(shape(b!).slice(1));
    if (opType === 'ConvTranspose') macs += product(shape(a!)) * product(shape(b!).slice(1));
    if (opType === 'MatMul') macs += elements * shape(a!).at(-1)!;
    if (opType === 'Gemm') {
      const transposed = attribute.find(({ name: each }) => each === 'transA')?.i === 1;
      macs += elements * shape(a!)[transposed ? 0 : 1]!;
    }
  }
  const floats: readonly number[] = [elementTypes.float32, elementTypes.float16];
  const weights = model.graph.initializer.filter(({ dataType }) => floats.includes(dataType));
  return {
    macs,
    parameters: weights.reduce((sum, { dims }) => sum + product(dims), 0),
    outputs: Object.fromEntries(model.graph.output.map((each) => [each.name, shape(each.name)])),
  };
}
