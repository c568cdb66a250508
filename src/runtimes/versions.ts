import { createRequire } from 'node:module';

type Versions = Readonly<Record<string, string>>;

const require = createRequire(import.meta.url);
const { platform, arch } = process;

const packages = {
  sharp: [
    `@img/sharp-libvips-${platform}-${arch}`,
    `@img/sharp-libvips-${platform}musl-${arch}`,
    `@img/sharp-${platform}-${arch}`,
    '@img/sharp-wasm32',
  ],
  'wasm-vips': ['wasm-vips'],
} as const;

const known = new Map<keyof typeof packages, Versions>();

/**
 * The version of a library (`webp`, `aom`, `jxl`, …) inside a package that carries it. Reads a JSON
 * file of the package and loads no library; `unknown` where the package does not carry it, as when
 * sharp was built against the libraries of the system.
 */
export function libraryVersion(carrier: keyof typeof packages, library: string): string {
  let versions = known.get(carrier);
  if (versions === undefined) {
    versions = readVersions(packages[carrier]);
    known.set(carrier, versions);
  }
  return versions[library] ?? 'unknown';
}

function readVersions(names: readonly string[]): Versions {
  for (const name of names) {
    try {
      return require(`${name}/versions`) as Versions;
    } catch {
      // The package of another platform: not installed here.
    }
  }
  return {};
}
