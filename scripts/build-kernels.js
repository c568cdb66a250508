// Compiles the AssemblyScript kernels, src/**/kernels/*.ts, to WASM modules of the same place in
// dist. Files in folders below kernels/ are parts that the kernels import, those of other folders too.
// A kernel is left alone when it is newer than all sources of its folder and of those folders.

import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Speed over size; memory is planned by the caller, so no allocator and no checks. Warning 112 is
 * of vectors as arguments: they pass between a kernel and its parts alone, never to JavaScript.
 */
const flags = [
  ...['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd'],
  ...['--disableWarning', '112'],
];

const changed = (/** @type {string} */ file) =>
  statSync(path.join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;

const files = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .map((file) => path.posix.join('src', ...file.split(path.sep)))
  .filter((file) => file.endsWith('.ts'));
const folders = new Set(files.flatMap((file) => /^.*\/kernels(?=\/)/.exec(file)?.[0] ?? []));

/** Folders of parts that a source imports. */
const partsOf = (/** @type {string} */ source) =>
  [...readFileSync(path.join(root, source), 'utf8').matchAll(/ from '(\.\.?\/[^']+)'/g)].map(
    ([, named]) => path.posix.join(path.posix.dirname(source), path.posix.dirname(String(named))),
  );

for (const folder of folders) {
  const sources = files.filter((file) => file.startsWith(`${folder}/`));
  const read = new Set([folder, ...sources.flatMap(partsOf)]);
  const watched = files.filter((file) => read.has(path.posix.dirname(file)));
  const newest = Math.max(...[...watched, 'scripts/build-kernels.js'].map(changed));
  for (const source of sources.filter((file) => path.posix.dirname(file) === folder)) {
    const target = source.replace(/^src/, 'dist').replace(/ts$/, 'wasm');
    if (changed(target) > newest) continue;
    mkdirSync(path.join(root, path.dirname(target)), { recursive: true });
    const { error } = await asc.main([source, ...flags, '--baseDir', root, '--outFile', target], {
      stdout: process.stdout,
      stderr: process.stderr,
    });
    if (error) {
      rmSync(path.join(root, target), { force: true });
      console.error(`${source} does not compile`);
      process.exit(1);
    }
  }
}
