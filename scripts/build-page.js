// Bundles the page of the leaderboard into site/: classic scripts, which open
// from the file system too, where modules may not be loaded. And the page of the service into
// dist/server/page/.

import { copyFileSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { forBrowsers } from './bundle-options.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const source = path.join(root, 'src/app');
const target = path.join(root, 'site');
const plotly = fileURLToPath(import.meta.resolve('plotly.js-cartesian-dist-min'));

/**
 * @param {Record<string, string>} entryPoints
 * @param {string} outdir
 */
async function bundle(entryPoints, outdir) {
  const { outputFiles } = await build({
    entryPoints,
    outdir,
    ...forBrowsers,
    format: 'iife',
    write: false,
  });
  return outputFiles;
}

const outputFiles = await bundle({ page: path.join(source, 'main.ts') }, target);
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

const service = path.join(root, 'dist/server/page');
mkdirSync(service, { recursive: true });
const parts = path.join(source, 'service');
const served = await bundle(
  { try: path.join(parts, 'main.ts'), 'try-style': path.join(parts, 'try.css') },
  service,
);
for (const { path: file, contents } of served) {
  writeFileSync(file.replace('try-style', 'try'), contents);
}
copyFileSync(path.join(parts, 'index.html'), path.join(service, 'try.html'));
