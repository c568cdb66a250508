import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { platform, arch } = process;

const packages: Readonly<Record<Carrier, readonly string[]>> = {
  sharp: [
    `@img/sharp-libvips-${platform}-${arch}`,
    `@img/sharp-libvips-${platform}musl-${arch}`,
    `@img/sharp-${platform}-${arch}`,
    '@img/sharp-wasm32',
  ],
  'wasm-vips': ['wasm-vips'],
};

/** A package that carries libraries and says their versions. */
type Carrier = 'sharp' | 'wasm-vips';

/** The versions of the libraries that a package carries, by name; none where it says nothing. */
export function readVersions(carrier: Carrier): Readonly<Record<string, string>> {
  for (const name of packages[carrier]) {
    try {
      return require(`${name}/versions`) as Readonly<Record<string, string>>;
    } catch {
      // The package of another platform: not installed here.
    }
  }
  return {};
}
