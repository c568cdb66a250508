import { readVersions } from '#platform/runtimes/version-files.js';

/** A package that carries libraries and says their versions. */
type Carrier = 'sharp' | 'wasm-vips';

const known = new Map<Carrier, Readonly<Record<string, string>>>();

/**
 * The version of a library (`webp`, `aom`, `jxl`, …) inside a package that carries it. Reads a JSON
 * file of the package and loads no library; `unknown` where the package does not carry it, as when
 * sharp was built against the libraries of the system, and in a page.
 */
export function libraryVersion(carrier: Carrier, library: string): string {
  let versions = known.get(carrier);
  if (versions === undefined) {
    versions = readVersions(carrier);
    known.set(carrier, versions);
  }
  return versions[library] ?? 'unknown';
}
