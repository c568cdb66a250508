import { messageOf, WorkError } from '../../base/errors.js';
import type { GraphCost } from '../onnx/cost.js';
import { product, type Shape } from '../onnx/rule.js';
import type { GraphSession, Tensor } from '../onnx/session.js';
import { loadTfjs, type TfKernel, type TfTensor } from './library.js';
import { readTfjsModel } from './model.js';

/** A loaded graph model, which can tell what it costs. */
export interface TfjsSession extends GraphSession {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Counts the work of a run for inputs of the given shapes, by running it with ones. */
  cost(inputs: Readonly<Record<string, Shape>>): Promise<GraphCost>;
}

/**
 * Loads a graph model of TensorFlow.js out of the bytes of its files. Its inputs and outputs are
 * called by the keys of its signature, where it has one, else as its nodes. Those of four
 * dimensions are batch x height x width x channels inside, as TensorFlow has them, and
 * batch x channels x height x width for the caller; others pass as they are.
 * @param files the topology, `model.json`, and the shards of its weights by the names it gives them
 * @param name what to call the graph in messages
 * @throws WorkError where no package is installed, where the bytes are no graph model, and where
 *   TensorFlow.js cannot run it
 */
export async function openTfjs(
  files: { readonly topology: Uint8Array; readonly shards: ReadonlyMap<string, Uint8Array> },
  name: string,
): Promise<TfjsSession> {
  const tf = await loadTfjs();
  const { artifacts, inputs, outputs, parameters } = readTfjsModel(files, name);
  const model = await tf
    .loadGraphModel({ load: async () => artifacts })
    .catch((error: unknown) => fail(name, 'load', error));
  const nodeOf = (ports: ReadonlyMap<string, string>, port: string): string =>
    ports.get(port) ??
    fail(name, 'run', `it has no '${port}', it has ${[...ports.keys()].join(', ')}`);
  const compute = (
    feeds: Readonly<Record<string, Tensor>>,
    wanted: readonly string[],
  ): TfTensor[] => {
    const given = Object.entries(feeds).map(([port, { data, dims }]) => {
      const tensor = tf.tensor(data, dims, 'float32');
      const inner = dims.length === 4 ? tf.transpose(tensor, [0, 2, 3, 1]) : tensor;
      return [nodeOf(inputs, port), inner] as const;
    });
    const nodes = wanted.map((port) => nodeOf(outputs, port));
    return [model.execute(Object.fromEntries(given), nodes)]
      .flat()
      .map((answer) =>
        answer.shape.length === 4 ? tf.transpose(answer, [0, 3, 1, 2]) : tf.clone(answer),
      );
  };
  return {
    inputs: [...inputs.keys()],
    outputs: [...outputs.keys()],
    async run(feeds, wanted = [...outputs.keys()]) {
      const answers = attempt(name, () => tf.tidy(() => compute(feeds, wanted)));
      try {
        const results: [string, Tensor][] = [];
        for (const [index, answer] of answers.entries()) {
          const { shape: dims, dtype } = answer;
          const port = wanted[index]!;
          if (dtype !== 'float32') fail(name, 'run', `${port} is of ${dtype}, not of float32`);
          results.push([port, { dims, data: Float32Array.from(await answer.data()) }]);
        }
        return Object.fromEntries(results);
      } finally {
        for (const answer of answers) answer.dispose();
      }
    },
    async cost(shapes) {
      const feeds = Object.entries(shapes).map(([port, dims]): [string, Tensor] => [
        port,
        { dims, data: new Float32Array(product(dims)).fill(1) },
      ]);
      const given: [string, Shape][] = [];
      const work = () => {
        const ports = [...outputs.keys()];
        for (const [index, { shape }] of compute(Object.fromEntries(feeds), ports).entries()) {
          given.push([ports[index]!, shape]);
        }
      };
      const { kernels } = await tf
        .profile(() => tf.tidy(work))
        .catch((error: unknown) => fail(name, 'run', error));
      const macs = kernels.reduce((sum, kernel) => sum + macsOf(kernel), 0);
      return { macs, parameters, outputs: Object.fromEntries(given) };
    },
    async close() {
      model.dispose();
    },
  };
}

/** Multiply-accumulates of a kernel, of those that convolve or multiply matrices. */
function macsOf({ name, inputShapes: [a, b], outputShapes: [output] }: TfKernel): number {
  if (!a || !b || !output) return 0;
  // Weights are height x width x channels in x channels out; of depthwise ones, channels x multiplier.
  if (name === 'Conv2D' || name === 'FusedConv2D') return product(output) * product(b.slice(0, 3));
  if (name === 'DepthwiseConv2dNative' || name === 'FusedDepthwiseConv2D') {
    return product(output) * product(b.slice(0, 2));
  }
  // The gradient of a convolution is a transposed one; its inputs are the gradient and the weights.
  if (name === 'Conv2DBackpropInput') return product(a) * product(b.slice(0, 3));
  if (name === 'BatchMatMul' || name === '_FusedMatMul') {
    // What is summed over is told by neither side alone where one of them may be transposed.
    const [rows, columns] = [output.at(-2)!, output.at(-1)!];
    const batches = product(output.slice(0, -2));
    const left = product(a) / (product(a.slice(0, -2)) * rows);
    return batches * rows * columns * left;
  }
  return 0;
}

function attempt<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    return fail(name, 'run', error);
  }
}

function fail(name: string, what: 'load' | 'run', cause: unknown): never {
  if (cause instanceof WorkError) throw cause;
  throw new WorkError(`TensorFlow.js cannot ${what} ${name}: ${messageOf(cause)}`, {
    code: 'engine-failed',
  });
}
