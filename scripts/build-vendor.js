// Bundles the packages that every start of the program loads into dist/vendor, a file for each, and has
// the built modules import these: loading them file by file takes longer than all of the program's own
// modules. The sources import the packages by their names, as does whoever imports the library's types.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { forNode } from './bundle-options.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = path.join(root, 'dist');
const vendor = path.join(dist, 'vendor');
const names = ['fastest-levenshtein', 'yargs', 'zod'];

/** Messages of zod in other languages than English are left out: half of the package, and never used. */
const onlyEnglish = {
  name: 'only-english',
  /** @param {import('esbuild').PluginBuild} build */
  setup({ onLoad }) {
    onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
      loader: 'js',
    }));
  },
};

mkdirSync(vendor, { recursive: true });
const { outputFiles, metafile } = await build({
  entryPoints: Object.fromEntries(names.map((name) => [name, name])),
  // fastest-levenshtein has its modules there.
  mainFields: ['module', 'main'],
  outdir: vendor,
  absWorkingDir: root,
  ...forNode,
  metafile: true,
  write: false,
  plugins: [onlyEnglish],
});
for (const { path: file, contents } of outputFiles) writeFileSync(file, contents);
writeFileSync(path.join(vendor, 'LICENSES.txt'), licences(Object.keys(metafile.inputs)));

const imported = new RegExp(`(from |import\\()'(${names.join('|')})'`, 'g');
for (const file of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
  const from = path.join(dist, file);
  if (!file.endsWith('.js') || path.dirname(from) === vendor) continue;
  const text = readFileSync(from, 'utf8');
  const place = path.relative(path.dirname(from), vendor).split(path.sep).join('/');
  const mended = text.replace(imported, (_, by, name) => `${by}'${prefixed(place)}/${name}.js'`);
  if (mended !== text) writeFileSync(from, mended);
}

/** @param {string} place */
function prefixed(place) {
  return place.startsWith('.') ? place : `./${place}`;
}

/** The licences of the packages that files are of. @param {string[]} files @returns {string} */
function licences(files) {
  const folders = files.map((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]);
  const packages = [...new Set(folders)].filter((folder) => folder !== undefined).sort();
  const told = packages.map((folder) => {
    const licence = readdirSync(path.join(root, folder)).find((file) => /^licen[cs]e/i.test(file));
    if (licence === undefined) throw new Error(`${folder} comes without a licence file`);
    const { name, version } = JSON.parse(
      readFileSync(path.join(root, folder, 'package.json'), 'utf8'),
    );
    return `${name} ${version}\n\n${readFileSync(path.join(root, folder, licence), 'utf8').trim()}\n`;
  });
  return told.join(`\n${'-'.repeat(80)}\n\n`);
}
