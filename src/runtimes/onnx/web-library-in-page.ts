import { WorkError } from '../../base/errors.js';
import { assetUrl } from '../wasm/asset-in-page.js';
import type { WebProvider } from './web-providers.js';

/** Glue code and WASM by provider. */
const builds = {
  wasm: ['ort.wasm.min.mjs', 'ort-wasm-simd-threaded'],
  webgpu: ['ort.webgpu.min.mjs', 'ort-wasm-simd-threaded.asyncify'],
} as const;

const addressOf = (name: string): string => assetUrl(`onnxruntime-web/${name}`).href;

/**
 * Version of the onnxruntime-web that the server of the page has. Loads nothing of it.
 * @throws WorkError where it has none
 */
export async function webVersion(): Promise<string> {
  const response = await fetch(addressOf('package.json'));
  if (!response.ok) {
    throw new WorkError('the server of this page has no onnxruntime-web', {
      code: 'library-missing',
    });
  }
  return ((await response.json()) as { version: string }).version;
}

/** The part of the global `navigator` that is asked. */
interface Navigator {
  readonly gpu?: { requestAdapter(): Promise<unknown> };
}

/**
 * Loads the build of onnxruntime-web that a provider needs, in one thread: times are of one.
 * @throws WorkError where the browser has no such provider
 */
export async function loadWeb(provider: WebProvider): Promise<typeof import('onnxruntime-web')> {
  if (provider === 'webgpu') {
    const { gpu } = (globalThis as { readonly navigator?: Navigator }).navigator ?? {};
    const adapter = (await gpu?.requestAdapter()) ?? null;
    if (adapter === null) {
      throw new WorkError('this browser has no WebGPU on this device; name provider=wasm', {
        code: 'codec-unavailable',
      });
    }
  }
  const [script, wasm] = builds[provider];
  const library: typeof import('onnxruntime-web') = await import(addressOf(script));
  library.env.wasm.numThreads = 1;
  library.env.wasm.wasmPaths = { mjs: addressOf(`${wasm}.mjs`), wasm: addressOf(`${wasm}.wasm`) };
  return library;
}
