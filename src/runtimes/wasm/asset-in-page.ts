/**
 * Where a file of a package lies, `icodec/qoi-enc.wasm`, by the name that the package exports: in the
 * folder `assets` beside the page's scripts.
 */
export function assetUrl(name: string): URL {
  return new URL(`./assets/${name}`, import.meta.url);
}
