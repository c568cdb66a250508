// Makes one file each of what every command loads first, of what `pareto resize`, its threads and processes, and the
// processes of estimates load, in the place of dist/cli/main.js, dist/cli/resize-program.js,
// dist/resize/fast/{spare-,}thread.js, dist/resize/worker.js and dist/estimate/worker.js: a hundred small modules take
// longer to load than a few pictures to resize.
// What is imported when it is needed stays where it is, and so do the errors, of which there is one kind only. Large
// modules of Node are loaded with the first module that imports them, and not with the file.

import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { forNode } from './bundle-options.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = path.join(root, 'dist');

/**
 * @typedef {object} Bundle
 * @property {string} file in dist
 * @property {readonly string[]} kept modules that stay files of their own
 * @property {readonly string[]} taken modules that are taken in though they are imported when they are needed
 */

/** What the fast path loads by the formats of its pictures. */
const fastWays = [
  'resize/fast/jpeg/reader.js',
  'resize/fast/jpeg/to-jpeg.js',
  'resize/fast/png/reader.js',
  'resize/fast/png/writer.js',
  'resize/fast/samples.js',
  'resize/fast/webp/reader.js',
  'resize/fast/webp/writer.js',
];

/** @type {readonly Bundle[]} */
const bundles = [
  { file: 'base/errors.js', kept: [], taken: [] },
  { file: 'cli/main.js', kept: ['base/errors.js'], taken: [] },
  {
    file: 'cli/resize-program.js',
    kept: ['base/errors.js', 'resize/fast/spare-thread.js'],
    taken: [
      'cli/options/resize.js',
      'cli/resize.js',
      'resize/fast/batch.js',
      'resize/library-pool.js',
      'resize/manifest.js',
      ...fastWays,
    ],
  },
  { file: 'resize/fast/spare-thread.js', kept: [], taken: [] },
  { file: 'resize/fast/thread.js', kept: [], taken: fastWays },
  { file: 'resize/worker.js', kept: ['base/errors.js', 'image/files/sharp.js'], taken: [] },
  {
    file: 'estimate/worker.js',
    kept: ['base/errors.js', 'image/files/sharp.js'],
    taken: ['estimate/estimators/exact.js'],
  },
];

/** Modules of Node that take 2 or 3 ms each to load, in each thread. */
const large = /^node:(child_process|crypto|vm|zlib)$/;

for (const { file, kept, taken } of bundles) {
  const target = path.join(dist, file);
  const place = (/** @type {string} */ module) => {
    const found = path.relative(path.dirname(target), module).split(path.sep).join('/');
    return found.startsWith('.') ? found : `./${found}`;
  };
  /** @type {import('esbuild').Plugin} */
  const plugin = {
    name: 'places',
    setup({ onLoad, onResolve, resolve }) {
      onResolve({ filter: /^\./ }, async ({ path: named, resolveDir, kind, pluginData }) => {
        if (pluginData === 'package' || !resolveDir.startsWith(dist)) return undefined;
        const module = path.join(resolveDir, named);
        const name = path.relative(dist, module).split(path.sep).join('/');
        const isLater = kind === 'dynamic-import' && !taken.includes(name);
        if (isLater || kept.includes(name)) return { path: place(module), external: true };
        // Of a package as it is only what is used is taken in.
        const packed = /^vendor\/(.*)\.js$/.exec(name)?.[1];
        if (packed === undefined) return undefined;
        return resolve(packed, { kind, resolveDir: root, pluginData: 'package' });
      });
      onResolve({ filter: large }, ({ path: name }) => ({ path: name, namespace: 'large' }));
      onLoad({ filter: large, namespace: 'large' }, ({ path: name }) => {
        return { contents: `module.exports = process.getBuiltinModule('${name}')`, loader: 'js' };
      });
      onLoad({ filter: /\.js$/ }, ({ path: module }) => {
        if (!module.startsWith(dist)) return undefined;
        const contents = readFileSync(module, 'utf8')
          .replaceAll('import.meta.url', `new URL('${place(module)}', import.meta.url).href`)
          .replace(/import \{ z \} from/, 'import * as z from');
        return { contents, loader: 'js' };
      });
    },
  };
  await build({
    entryPoints: [target],
    outfile: target,
    allowOverwrite: true,
    absWorkingDir: root,
    ...forNode,
    plugins: [plugin],
  });
  rmSync(`${target}.map`, { force: true });
}
