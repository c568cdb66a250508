/** A package that carries libraries and says their versions. */
type Carrier = 'sharp' | 'wasm-vips';

/** The versions of the libraries that a package carries: none of those packages runs in a page. */
export function readVersions(_carrier: Carrier): Readonly<Record<string, string>> {
  return {};
}
