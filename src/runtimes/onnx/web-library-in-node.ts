import { readFileSync } from 'node:fs';
import { assetUrl } from '#platform/runtimes/wasm/asset.js';
import { WorkError } from '../../base/errors.js';
import { howToInstall } from '../optional-packages.js';
import type { WebProvider } from './web-providers.js';

const carrier = 'onnxruntime-web';

/**
 * Version of the installed onnxruntime-web. Loads nothing of it.
 * @throws WorkError where it is not installed
 */
export async function webVersion(): Promise<string> {
  try {
    const beside = assetUrl(`${carrier}/ort-wasm-simd-threaded.mjs`);
    const told = JSON.parse(readFileSync(new URL('../package.json', beside), 'utf8'));
    return (told as { version: string }).version;
  } catch {
    throw new WorkError(howToInstall(carrier), { code: 'library-missing' });
  }
}

/** Loads onnxruntime-web: the same WASM as in a page, in one thread. */
export async function loadWeb(_provider: WebProvider): Promise<typeof import('onnxruntime-web')> {
  await webVersion();
  const library = await import('onnxruntime-web');
  library.env.wasm.numThreads = 1;
  return library;
}
