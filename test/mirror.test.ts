import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { filesBelow } from '../scripts/mutate/room.js';
import { readNamers } from '../scripts/mutate/tests.js';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Files that need no test of their own: which, and why. */
const exceptions: readonly ((source: string) => boolean)[] = [
  // AssemblyScript: its caller, which has the same name as a rule, is tested in its place.
  (source) => /\/kernels\//.test(source),
  // One bundle, which test/app runs in Chromium.
  (source) => source.startsWith('src/app/'),
  // Likewise, which test/browser runs in Chromium and Firefox.
  (source) => source.startsWith('src/browser/'),
  // Tables of options: test/cli/commands.test.ts loads those of every command, and loops over them.
  (source) => source.startsWith('src/cli/options/'),
  // Types alone.
  (source) => builtCode(source) === '',
  // A door: it passes on what other files have. test/api.test.ts holds the list.
  (source) =>
    builtCode(source)
      .split(';')
      .every((statement) => /^\s*(export\b.*\bfrom\b.*)?$/s.test(statement)),
];

function builtCode(source: string): string {
  const built = source.replace(/^src/, 'dist').replace(/\.ts$/, '.js');
  return readFileSync(path.join(root, built), 'utf8')
    .replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
    .replace(/^\s*export \{\};\s*$/m, '')
    .trim();
}

test('every source has a test: the one that mirrors it, or one that imports it by its path', async () => {
  const [sources, tests] = [
    await filesBelow(root, 'src', '.ts'),
    await filesBelow(root, 'test', 's'),
  ];
  const known = new Set(tests);
  const namers = await readNamers(root, [
    ...sources,
    ...tests.filter((file) => /\.[jt]s$/.test(file)),
  ]);
  const isTested = (source: string) => {
    const mirror = source.replace(/^src/, 'test').replace(/\.ts$/, '.test.ts');
    return known.has(mirror) || [...(namers.get(source) ?? [])].some((file) => known.has(file));
  };
  const untested = sources.filter(
    (source) =>
      !source.endsWith('.d.ts') && !isTested(source) && !exceptions.some((rule) => rule(source)),
  );
  expect(untested).toEqual([]);
});
