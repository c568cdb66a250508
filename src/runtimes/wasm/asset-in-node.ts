import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);

/** Where a file of a package lies, `icodec/qoi-enc.wasm`, by the name that the package exports. */
export function assetUrl(name: string): URL {
  return pathToFileURL(require.resolve(name));
}
