import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/**
 * Packages that a user adds when a part that needs them is used. They are peers in package.json and
 * not dependencies: svgo is large, and the install scripts of the others want the network or a compiler,
 * and what is used of them works without the scripts.
 */
const optionalPackages = {
  '@fastify/helmet': '@fastify/helmet@13',
  '@fastify/multipart': '@fastify/multipart@10',
  '@fastify/rate-limit': '@fastify/rate-limit@11',
  '@fastify/swagger': '@fastify/swagger@9',
  '@fastify/swagger-ui': '@fastify/swagger-ui@6',
  '@fastify/under-pressure': '@fastify/under-pressure@9',
  fastify: 'fastify@5',
  'ipaddr.js': 'ipaddr.js@2',
  koffi: 'koffi@3',
  'onnxruntime-node': 'onnxruntime-node@1',
  'onnxruntime-web': 'onnxruntime-web@1',
  svgo: 'svgo@4',
  undici: 'undici@7',
} as const;

export type OptionalPackage = keyof typeof optionalPackages;

/** Whether a package is installed where this one looks for it. Loads nothing. */
export function isInstalled(name: string): boolean {
  try {
    require.resolve(`${name}/package.json`);
    return true;
  } catch (error) {
    // A package whose `exports` keep its package.json to themselves is there all the same.
    return (error as NodeJS.ErrnoException).code === 'ERR_PACKAGE_PATH_NOT_EXPORTED';
  }
}

/** The version of a package that is installed and lets its package.json be read. */
export function installedVersion(name: string): string {
  return (require(`${name}/package.json`) as { version: string }).version;
}

/** What to say where packages are not installed, with the command that installs them. */
export function howToInstall(...names: readonly OptionalPackage[]): string {
  // pnpm keeps packages in a folder of this name, and npm must not touch a project of pnpm's.
  const add = import.meta.url.includes('/.pnpm/') ? 'pnpm add' : 'npm install';
  const which = names.length === 1 ? `package ${names[0]} is` : `packages ${names.join(', ')} are`;
  const wanted = names.map((name) => optionalPackages[name]).join(' ');
  return `the ${which} not installed: run \`${add} --ignore-scripts ${wanted}\``;
}
