import { z } from 'zod';
import { messageOf, WorkError } from '../../base/errors.js';
import { product } from '../onnx/rule.js';

const weight = z.looseObject({
  name: z.string(),
  shape: z.array(z.int().nonnegative()),
  dtype: z.string(),
  quantization: z.looseObject({ dtype: z.string() }).optional(),
});

/** Bytes of a number, of the types that have a fixed length. */
const sizes: Readonly<Record<string, number>> = {
  ...{ float32: 4, int32: 4, complex64: 8, float16: 2, uint16: 2, uint8: 1, bool: 1 },
};

const ports = z.record(z.string(), z.looseObject({ name: z.string() }));

/** `model.json` of a graph model, as far as it is looked at. */
const schema = z.looseObject({
  format: z.literal('graph-model'),
  modelTopology: z.looseObject({
    node: z.array(
      z.looseObject({ name: z.string(), op: z.string(), input: z.array(z.string()).optional() }),
    ),
  }),
  weightsManifest: z.array(z.looseObject({ paths: z.array(z.string()), weights: z.array(weight) })),
  signature: z.looseObject({ inputs: ports.optional(), outputs: ports.optional() }).nullish(),
});

/** A graph model of TensorFlow.js as it is handed to its loader. */
export interface TfjsModel {
  /** `ModelArtifacts` of TensorFlow.js. */
  readonly artifacts: object;
  /** Nodes by the names that callers have for them. */
  readonly inputs: ReadonlyMap<string, string>;
  readonly outputs: ReadonlyMap<string, string>;
  /** Numbers of its weights of floats. */
  readonly parameters: number;
}

/**
 * Puts a graph model together out of the bytes of its files.
 * @throws WorkError where the topology is none, or names other shards than are there
 */
export function readTfjsModel(
  {
    topology,
    shards,
  }: { readonly topology: Uint8Array; readonly shards: ReadonlyMap<string, Uint8Array> },
  name: string,
): TfjsModel {
  const model = parse(topology, name);
  const { modelTopology, weightsManifest, signature } = model;
  const paths = weightsManifest.flatMap((group) => group.paths);
  if (paths.toSorted().join() !== [...shards.keys()].sort().join()) {
    throw new WorkError(
      `${name} is expected to have the weights ${[...shards.keys()].join(', ') || 'none'}, it names ${paths.join(', ') || 'none'}`,
      { code: 'broken-model' },
    );
  }
  const weights = weightsManifest.flatMap((group) => group.weights);
  checkBytes(weights, [...shards.values()], name);
  const nodes = modelTopology.node;
  const read = new Set(nodes.flatMap(({ input }) => input ?? []).map(nodeName));
  const placeholders = nodes.filter(({ op }) => op.startsWith('Placeholder'));
  const ends = nodes.filter(({ name: node, op }) => !read.has(node) && op !== 'Const');
  const named = (
    given: Readonly<Record<string, { readonly name: string }>> | undefined,
    otherwise: readonly { readonly name: string }[],
  ): Map<string, string> => {
    const known = Object.entries(given ?? {}).map(([key, port]): [string, string] => [
      key,
      port.name,
    ]);
    return new Map(known.length > 0 ? known : otherwise.map((node) => [node.name, node.name]));
  };
  return {
    artifacts: {
      ...model,
      weightSpecs: weights,
      weightData: paths.map((path) => bufferOf(shards.get(path)!)),
    },
    inputs: named(signature?.inputs, placeholders),
    outputs: named(signature?.outputs, ends),
    parameters: weights
      .filter(({ dtype }) => dtype === 'float32')
      .reduce((sum, { shape }) => sum + product(shape), 0),
  };
}

function checkBytes(
  weights: readonly z.infer<typeof weight>[],
  shards: readonly Uint8Array[],
  name: string,
): void {
  const wanted = weights.reduce((sum, { shape, dtype, quantization }) => {
    return sum + product(shape) * (sizes[quantization?.dtype ?? dtype] ?? Number.NaN);
  }, 0);
  const found = shards.reduce((sum, { length }) => sum + length, 0);
  if (Number.isNaN(wanted) || wanted === found) return;
  throw new WorkError(
    `${name} is expected to have weights of ${wanted} bytes; its files hold ${found} bytes`,
    { code: 'broken-model' },
  );
}

function parse(topology: Uint8Array, name: string): z.infer<typeof schema> {
  try {
    return schema.parse(JSON.parse(Buffer.from(topology).toString()));
  } catch (error) {
    const cause = error instanceof z.ZodError ? z.prettifyError(error) : messageOf(error);
    throw new WorkError(`${name} is no graph model of TensorFlow.js: ${messageOf(cause)}`, {
      code: 'broken-model',
    });
  }
}

/** Of an input as a node names it: `^` stands before what only has to come first, `:1` behind. */
function nodeName(input: string): string {
  return input.replace(/^\^/, '').replace(/:\d+$/, '');
}

/** A copy in a buffer of its own, as the loader wants it. */
function bufferOf(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
