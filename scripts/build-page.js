// Bundles the page of the leaderboard into site/: classic scripts, which open
// from the file system too, where modules may not be loaded.

import { copyFileSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const source = path.join(root, 'src/app');
const target = path.join(root, 'site');
const plotly = fileURLToPath(import.meta.resolve('plotly.js-cartesian-dist-min'));

const { outputFiles } = await build({
  entryPoints: { page: path.join(source, 'main.ts') },
  outdir: target,
  bundle: true,
  format: 'iife',
  target: ['es2023', 'chrome123', 'firefox120', 'safari17.5'],
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
  write: false,
});
mkdirSync(target, { recursive: true });
const names = new Set();
/**
 * Puts a file into its place at once: a leaderboard may be copying the folder.
 * @param {string} name
 * @param {(file: string) => void} write
 */
function put(name, write) {
  names.add(name);
  const part = path.join(target, `.${name}.part`);
  write(part);
  renameSync(part, path.join(target, name));
}
for (const { path: file, contents } of outputFiles) {
  put(path.basename(file), (part) => writeFileSync(part, contents));
}
for (const name of ['index.html', 'icon.svg']) {
  put(name, (part) => copyFileSync(path.join(source, name), part));
}
put('plotly.min.js', (part) => copyFileSync(plotly, part));
for (const name of readdirSync(target)) {
  if (!names.has(name)) rmSync(path.join(target, name), { recursive: true });
}
