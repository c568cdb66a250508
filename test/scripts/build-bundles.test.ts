import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { runPareto } from '../support/pareto.ts';
import { scratch } from '../support/scratch.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const noteModules = new URL('../support/note-modules.js', import.meta.url);

/** Resizes two pictures in two threads; tells the modules that were loaded. */
async function resizeTwo(...options: string[]): Promise<string[]> {
  const folder = scratch();
  const noted = path.join(folder, 'modules');
  mkdirSync(path.join(folder, 'in'));
  for (const name of ['a.jpg', 'b.jpg']) {
    const picture = sharp({ create: { width: 64, height: 48, channels: 3, background: 'teal' } });
    await picture.jpeg().toFile(path.join(folder, 'in', name));
  }
  const args = ['resize', path.join(folder, 'in'), '--out', path.join(folder, 'out'), '--json'];
  const env = { NODE_OPTIONS: `--import ${noteModules}`, NOTED_MODULES: noted };
  const { status, stdout } = await runPareto([...args, '--width', '20', ...options], {
    ...{ cache: folder, env },
  });
  expect(status).toBe(0);
  const { files } = JSON.parse(stdout);
  expect(files.map((file: { path: string; width: number }) => [file.path, file.width])).toEqual([
    ['fast', 20],
    ['fast', 20],
  ]);
  const urls = [...new Set(readFileSync(noted, 'utf8').trim().split('\n'))];
  return urls
    .map((url) => (url.startsWith('file:') ? fileURLToPath(url) : url))
    .map((file) => path.relative(root, file).split(path.sep).join('/'));
}

test('resizing JPEGs loads a file for the command, and a few small ones', async () => {
  const loaded = await resizeTwo('--threads', '2');
  expect(loaded).toContain('dist/cli/resize-program.js');
  expect(loaded.length, loaded.join('\n')).toBeLessThanOrEqual(9);
  expect(loaded.filter((file) => /yargs|zod|sharp/.test(file))).toEqual([]);
});

test('a command line that is not plain is read by yargs, with the same outcome', async () => {
  const loaded = await resizeTwo('--enlarge=false');
  expect(loaded).toContain('dist/vendor/yargs.js');
});

test('the process of estimates is one file: no other module reads the question or makes the answer', () => {
  const bundle = readFileSync(path.join(root, 'dist/estimate/worker.js'), 'utf8');
  const imported = [...bundle.matchAll(/(?:from|^import)\s*"(\.[^"]*)"/gm)].map(([, file]) => file);
  expect([...new Set(imported)].sort()).toEqual(['../base/errors.js', '../image/files/sharp.js']);
});
