// Bundles the bench as a page into dist/bench-page/: the page, its worker, and the kernels beside them.

import { copyFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { forBrowsers } from './bundle-options.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const source = path.join(root, 'src/browser');
const dist = path.join(root, 'dist');
const target = path.join(dist, 'bench-page');

/** What runs in Node alone: never reached in a page, but some engines that a page refuses name it. */
const nodeAlone =
  /^(?:node:|(?:sharp|koffi|wasm-vips|onnxruntime-node|@foxglove\/wasm-zstd.*|zlib|module|path|fs|crypto)$)/;

rmSync(target, { recursive: true, force: true });
await build({
  entryPoints: [path.join(source, 'main.ts'), path.join(source, 'worker.ts')],
  outdir: target,
  ...forBrowsers,
  splitting: true,
  format: 'esm',
  chunkNames: 'chunk-[hash]',
  conditions: ['browser'],
  plugins: [
    {
      name: 'bench-page',
      setup(builder) {
        builder.onResolve({ filter: nodeAlone }, ({ path: name }) => ({
          path: name,
          namespace: 'node-alone',
        }));
        builder.onLoad({ filter: /.*/, namespace: 'node-alone' }, ({ path: name }) => ({
          contents: `throw new Error(${JSON.stringify(`${name} is not in a page: this runs in Node alone`)}); module.exports = {};`,
        }));
        // What lies outside this room is taken as it is built: each module once.
        builder.onResolve({ filter: /^\.\.\// }, ({ path: name, importer }) => {
          if (path.dirname(importer) !== source) return undefined;
          const file = path.resolve(source, name);
          return { path: file.replace(path.join(root, 'src'), dist) };
        });
      },
    },
  ],
});
copyFileSync(path.join(source, 'index.html'), path.join(target, 'index.html'));
mkdirSync(path.join(target, 'kernels'));
for (const folder of ['metrics', 'codecs/jpeg/wasm', 'entropy', 'sweeps/timing']) {
  const kernels = path.join(dist, folder, 'kernels');
  for (const name of readdirSync(kernels)) {
    if (name.endsWith('.wasm'))
      copyFileSync(path.join(kernels, name), path.join(target, 'kernels', name));
  }
}
