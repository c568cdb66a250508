import type { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';
import { messageOf, WorkError } from '../errors.js';
import type { GraphSession, Tensor } from './onnx.js';
import type { GraphCost } from './onnxcost.js';
import { product, type Shape } from './onnxrule.js';
import { readTfjsModel } from './tfjsmodel.js';

const require = createRequire(import.meta.url);

/** A tensor of TensorFlow.js. */
interface TfTensor {
  readonly shape: readonly number[];
  readonly dtype: string;
  data(): Promise<ArrayLike<number>>;
  dispose(): void;
}

interface TfModel {
  execute(
    feeds: Readonly<Record<string, TfTensor>>,
    outputs: readonly string[],
  ): TfTensor | TfTensor[];
  dispose(): void;
}

/** A kernel as it was run. */
interface TfKernel {
  readonly name: string;
  readonly inputShapes: readonly (Shape | null)[];
  readonly outputShapes: readonly Shape[];
}

/** What is used of TensorFlow.js: its packages are not there when this is compiled. */
interface Tfjs {
  tensor(data: Float32Array, dims: readonly number[], type: 'float32'): TfTensor;
  transpose(tensor: TfTensor, order: readonly number[]): TfTensor;
  clone(tensor: TfTensor): TfTensor;
  tidy<T>(work: () => T): T;
  profile(work: () => unknown): Promise<{ readonly kernels: readonly TfKernel[] }>;
  memory(): { readonly numTensors: number };
  setBackend(name: string): Promise<boolean>;
  loadGraphModel(source: { load(): Promise<object> }): Promise<TfModel>;
}

interface Host {
  /** The package that computes, and those beside it that make it usable; any of their sets will do. */
  readonly carrier: string;
  readonly beside: readonly (readonly string[])[];
  /** What TensorFlow.js calls it. */
  readonly backend: string;
  readonly runtime: 'native' | 'wasm';
}

/** In the order in which they are taken. */
const hosts: readonly Host[] = [
  {
    carrier: '@tensorflow/tfjs-node',
    beside: [[]],
    backend: 'tensorflow',
    runtime: 'native',
  },
  {
    carrier: '@tensorflow/tfjs-backend-wasm',
    beside: [['@tensorflow/tfjs-core', '@tensorflow/tfjs-converter'], ['@tensorflow/tfjs']],
    backend: 'wasm',
    runtime: 'wasm',
  },
];

const advice =
  'run `npm install @tensorflow/tfjs-node`, or `npm install @tensorflow/tfjs @tensorflow/tfjs-backend-wasm`, which is slower and builds nothing';

/** Where graph models run here. */
export interface TfjsHost {
  /** Packages that are at work, each with its version. */
  readonly engine: string;
  readonly runtime: 'native' | 'wasm';
}

/** A loaded graph model, which can tell what it costs. */
export interface TfjsSession extends GraphSession {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Counts the work of a run for inputs of the given shapes, by running it with ones. */
  cost(inputs: Readonly<Record<string, Shape>>): Promise<GraphCost>;
}

/** Where graph models would run; null where no package for it is installed. Loads nothing. */
export function findTfjs(): TfjsHost | null {
  const found = findHost();
  if (found === null) return null;
  const engine = found.packages.map((name) => `${name.split('/')[1]} ${versionOf(name)}`);
  return { engine: engine.join(', '), runtime: found.host.runtime };
}

/** True, or what to install. Loads TensorFlow.js where it is installed. */
export async function tfjsAvailable(): Promise<true | string> {
  if (findHost() === null) return `graph models of TensorFlow.js need a runtime: ${advice}`;
  return library().then(
    () => true,
    (error: unknown) => messageOf(error),
  );
}

/** Tensors that TensorFlow.js holds now, weights among them: of a leak, what grows. */
export async function tfjsTensors(): Promise<number> {
  return (await library()).memory().numTensors;
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
  const tf = await library();
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
  const costs = new Map<string, GraphCost>();
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
      const key = JSON.stringify(shapes);
      const known = costs.get(key);
      if (known) return known;
      const feeds = Object.entries(shapes).map(([port, dims]): [string, Tensor] => [
        port,
        { dims, data: new Float32Array(product(dims)).fill(1) },
      ]);
      const work = () => void compute(Object.fromEntries(feeds), [...outputs.keys()]);
      const { kernels } = await tf
        .profile(() => tf.tidy(work))
        .catch((error: unknown) => fail(name, 'run', error));
      const macs = kernels.reduce((sum, kernel) => sum + macsOf(kernel), 0);
      const cost = { macs, parameters };
      costs.set(key, cost);
      return cost;
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

let loaded: Promise<Tfjs> | undefined;

/** Loads TensorFlow.js, once for a process: its backend is one for all. */
function library(): Promise<Tfjs> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<Tfjs> {
  const found = findHost();
  if (found === null) {
    throw new WorkError(`graph models of TensorFlow.js need a runtime: ${advice}`);
  }
  const { host, packages } = found;
  const emitter: EventEmitter = process;
  const before = events.map((event) => emitter.listeners(event));
  try {
    const modules = packages.map((name) => require(name) as Partial<Tfjs>);
    const tf = Object.assign({}, ...modules) as Tfjs;
    if (await tf.setBackend(host.backend)) return tf;
    throw new WorkError(`its backend ${host.backend} does not start`);
  } catch (error) {
    throw new WorkError(
      `${host.carrier} ${versionOf(host.carrier)} is installed and cannot be loaded: ${messageOf(error)}; install it anew or remove it`,
    );
  } finally {
    // The glue code of the WASM backend takes every error of the process for its own.
    for (const [index, event] of events.entries()) {
      for (const listener of emitter.listeners(event)) {
        if (!before[index]!.includes(listener)) emitter.off(event, listener as () => void);
      }
    }
  }
}

const events = ['uncaughtException', 'unhandledRejection'] as const;

function findHost(): { readonly host: Host; readonly packages: readonly string[] } | null {
  for (const host of hosts) {
    if (!isInstalled(host.carrier)) continue;
    const beside = host.beside.find((names) => names.every(isInstalled));
    if (beside) return { host, packages: [...beside, host.carrier] };
  }
  return null;
}

function isInstalled(name: string): boolean {
  try {
    require.resolve(`${name}/package.json`);
    return true;
  } catch {
    return false;
  }
}

function versionOf(name: string): string {
  return (require(`${name}/package.json`) as { version: string }).version;
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
  throw new WorkError(`TensorFlow.js cannot ${what} ${name}: ${messageOf(cause)}`);
}
