import { hash } from 'node:crypto';
import { messageOf, WorkError } from '../../base/errors.js';
import { readBounded } from '../../base/read-bounded.js';
import { howToInstall, installedVersion, isInstalled } from '../optional-packages.js';

/** A float32 tensor, row-major. */
export interface Tensor {
  readonly dims: readonly number[];
  readonly data: Float32Array;
}

export interface OnnxOptions {
  /** Threads inside one operator. */
  readonly threads?: number;
  /** The execution provider: `cpu`, or what onnxruntime's build has besides. */
  readonly provider?: string;
  /**
   * Whether all that a graph needs for a size is held in one piece from the second run of that size on,
   * beside what the first run took: a little faster. It is unless told.
   */
  readonly memoryPattern?: boolean;
}

/** A loaded graph, whatever runs it. */
export interface GraphSession {
  /**
   * Computes the outputs named, or all.
   * @throws WorkError where the graph cannot be computed for such inputs
   */
  run(
    feeds: Readonly<Record<string, Tensor>>,
    outputs?: readonly string[],
  ): Promise<Record<string, Tensor>>;
  close(): Promise<void>;
}

/**
 * Reads a file whose contents are known by their SHA-256.
 * @throws WorkError where it is missing or holds something else
 */
export async function readVerified(file: string, sha256: string): Promise<Uint8Array> {
  const bytes = await readBounded(file, { bound: 'model', name: `the model ${file}` });
  const found = hash('sha256', bytes);
  if (found !== sha256) {
    throw new WorkError(
      `${file} is expected to have the SHA-256 ${sha256}, it has ${found}: it is damaged or another file, get it anew`,
      { code: 'file-differs', data: { file, expected: sha256, got: found } },
    );
  }
  return bytes;
}

const carrier = 'onnxruntime-node';

/** The version of onnxruntime, `missing` where it is not installed. Loads nothing. */
export function onnxVersion(): string {
  return isInstalled(carrier) ? installedVersion(carrier) : 'missing';
}

/** True, or what to install. Loads onnxruntime where it is installed. */
export async function onnxAvailable(): Promise<true | string> {
  return loadOnnx().then(
    () => true,
    (error: unknown) => messageOf(error),
  );
}

/**
 * The providers that the installed onnxruntime has code for, `cpu` among them.
 * @throws WorkError where it is not installed, or does not load
 */
export async function onnxBackends(): Promise<string[]> {
  return (await loadOnnx()).listSupportedBackends().map(({ name }) => name);
}

async function loadOnnx(): Promise<typeof import('onnxruntime-node')> {
  if (!isInstalled(carrier)) throw new WorkError(howToInstall(carrier), { code: 'engine-failed' });
  return import('onnxruntime-node').catch((error: unknown) => {
    throw new WorkError(
      `${carrier} ${onnxVersion()} is installed and cannot be loaded: ${messageOf(error)}; it has builds for Linux with glibc, macOS on arm64, and Windows`,
      { code: 'engine-failed' },
    );
  });
}

/**
 * Loads a graph into onnxruntime.
 * @param name what to call the graph in messages
 * @throws WorkError where onnxruntime is not installed, and where the bytes are no graph that it can
 *   run
 */
export async function openOnnx(
  bytes: Uint8Array,
  name: string,
  { threads = 1, provider = 'cpu', memoryPattern = true }: OnnxOptions = {},
): Promise<GraphSession> {
  const { InferenceSession, Tensor } = await loadOnnx();
  const session = await InferenceSession.create(bytes, {
    executionProviders: [provider],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    enableMemPattern: memoryPattern,
    graphOptimizationLevel: 'all',
    logSeverityLevel: 4,
  }).catch((error: unknown) => {
    throw new WorkError(`onnxruntime cannot load ${name}: ${messageOf(error)}`, {
      code: 'engine-failed',
    });
  });
  return {
    async run(feeds, wanted = session.outputNames) {
      const tensors = Object.entries(feeds).map(
        ([input, { data, dims }]) => [input, new Tensor('float32', data, dims)] as const,
      );
      const results = await session
        .run(Object.fromEntries(tensors), wanted)
        .catch((error: unknown) => {
          throw new WorkError(`onnxruntime cannot run ${name}: ${messageOf(error)}`, {
            code: 'engine-failed',
          });
        });
      return Object.fromEntries(
        wanted.map((output) => {
          const { data, dims } = results[output]!;
          return [output, { data: data as Float32Array, dims }];
        }),
      );
    },
    close: () => session.release(),
  };
}
