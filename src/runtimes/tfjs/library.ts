import type { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';
import { messageOf, WorkError } from '../../base/errors.js';
import type { Shape } from '../onnx/rule.js';
import { installedVersion, isInstalled } from '../optional-packages.js';

const require = createRequire(import.meta.url);

/** A tensor of TensorFlow.js. */
export interface TfTensor {
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
export interface TfKernel {
  readonly name: string;
  readonly inputShapes: readonly (Shape | null)[];
  readonly outputShapes: readonly Shape[];
}

/** What is used of TensorFlow.js: its packages are not there when this is compiled. */
export interface Tfjs {
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
  'run `npm install @tensorflow/tfjs-node`, which downloads a native library, or `npm install @tensorflow/tfjs @tensorflow/tfjs-backend-wasm`, which is slower';

/** Where graph models run here. */
export interface TfjsHost {
  /** Packages that are at work, each with its version. */
  readonly engine: string;
  readonly runtime: 'native' | 'wasm';
}

/** Where graph models would run; null where no package for it is installed. Loads nothing. */
export function findTfjs(): TfjsHost | null {
  const found = findHost();
  if (found === null) return null;
  const engine = found.packages.map((name) => `${name.split('/')[1]} ${installedVersion(name)}`);
  return { engine: engine.join(', '), runtime: found.host.runtime };
}

/** True, or what to install. Loads TensorFlow.js where it is installed. */
export async function tfjsAvailable(): Promise<true | string> {
  return loadTfjs().then(
    () => true,
    (error: unknown) => messageOf(error),
  );
}

/** Tensors that TensorFlow.js holds now, weights among them: of a leak, what grows. */
export async function tfjsTensors(): Promise<number> {
  return (await loadTfjs()).memory().numTensors;
}

let loaded: Promise<Tfjs> | undefined;

/**
 * Loads TensorFlow.js, once for a process: its backend is one for all.
 * @throws WorkError where it is not installed, or does not load
 */
export function loadTfjs(): Promise<Tfjs> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<Tfjs> {
  const found = findHost();
  if (found === null) {
    throw new WorkError(
      `graph models of TensorFlow.js need packages that are not here: ${advice}`,
      { code: 'library-missing' },
    );
  }
  const { host, packages } = found;
  const emitter: EventEmitter = process;
  const before = events.map((event) => emitter.listeners(event));
  try {
    const modules = packages.map((name) => require(name) as Partial<Tfjs>);
    const tf = Object.assign({}, ...modules) as Tfjs;
    if (await tf.setBackend(host.backend)) return tf;
    throw new WorkError(`its backend ${host.backend} does not start`, { code: 'library-missing' });
  } catch (error) {
    throw new WorkError(
      `${host.carrier} ${installedVersion(host.carrier)} is installed and cannot be loaded: ${messageOf(error)}; install it anew or remove it`,
      { code: 'library-missing' },
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
