import { loadWeb } from '#platform/runtimes/onnx/web-library.js';
import { messageOf, WorkError } from '../../base/errors.js';
import type { GraphSession } from './session.js';
import type { WebProvider } from './web-providers.js';

/**
 * Loads a graph into onnxruntime-web.
 * @param name what to call the graph in messages
 * @throws WorkError where it is not to be had, or cannot run the graph there
 */
export async function openOnnxWeb(
  bytes: Uint8Array,
  name: string,
  { provider, library }: { readonly provider: WebProvider; readonly library: WebProvider },
): Promise<GraphSession> {
  const { InferenceSession, Tensor } = await loadWeb(library);
  const fail = (what: string) => (error: unknown) => {
    throw new WorkError(`onnxruntime-web cannot ${what} ${name}: ${messageOf(error)}`, {
      code: 'engine-failed',
    });
  };
  const session = await InferenceSession.create(bytes, {
    executionProviders: [provider],
    graphOptimizationLevel: 'all',
    executionMode: 'sequential',
    logSeverityLevel: 4,
  }).catch(fail('load'));
  return {
    async run(feeds, wanted = session.outputNames) {
      const tensors = Object.entries(feeds).map(
        ([input, { data, dims }]) => [input, new Tensor('float32', data, dims)] as const,
      );
      const results = await session.run(Object.fromEntries(tensors), wanted).catch(fail('run'));
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
