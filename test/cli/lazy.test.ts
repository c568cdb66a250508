import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { runPareto } from '../support/pareto.ts';
import { scratch } from '../support/scratch.ts';

const noteModules = new URL('../support/note-modules.js', import.meta.url);
const root = fileURLToPath(new URL('../../', import.meta.url));

/** Paths, within the project, of the modules that the program loads for a command line. */
async function loadedBy(...args: string[]): Promise<string[]> {
  const folder = scratch();
  const noted = path.join(folder, 'modules');
  const env = { NODE_OPTIONS: `--import ${noteModules}`, NOTED_MODULES: noted };
  const { status, stderr } = await runPareto(args, { cache: folder, env });
  expect([status, stderr]).toEqual([0, '']);
  const files = readFileSync(noted, 'utf8').trim().split('\n');
  const paths = files.map((each) => (path.isAbsolute(each) ? pathToFileURL(each).href : each));
  return [...new Set(paths)].map((url) => path.relative(root, fileURLToPath(url)));
}

/** What reads the command line and lays out help, and the program's version. */
const light = /^(?:package\.json|dist\/vendor\/(?:fastest-levenshtein|yargs|zod)\.js)$/;

test.each([
  [[], 3],
  [['--help'], 3],
  [['sweep', '--help'], 3],
  [['--help', '--debug'], 17],
  [['--version'], 17],
  [['sweep', '--help', '--debug'], 31],
  [['leaderboard', '--help', '--debug'], 28],
  [['export', '--help', '--debug'], 28],
  [['score', '--help', '--debug'], 28],
  [['models', '--help', '--debug'], 28],
])(
  '%j loads few of our files, and no library but what reads the command line',
  async (args, most) => {
    const loaded = await loadedBy(...args);
    const ours = loaded.filter((file) => /^dist\/(?!vendor\/)/.test(file));
    expect(ours).toContain('dist/cli/main.js');
    expect(ours.length, ours.join('\n')).toBeLessThanOrEqual(most);
    const libraries = loaded.filter((file) => !/^dist\/(?!vendor\/)/.test(file));
    expect(libraries.filter((file) => !light.test(file))).toEqual([]);
  },
);

test('a command that works on no picture loads no library of pictures', async () => {
  const loaded = await loadedBy('datasets');
  expect(loaded).toContain('dist/datasets/catalogue.js');
  expect(loaded.filter((file) => /sharp|\.wasm$|onnx/.test(file))).toEqual([]);
});
