import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const dist = fileURLToPath(new URL('../../dist/', import.meta.url));

test('no built module loads what is bundled by its own files', () => {
  const modules = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.js'),
  );
  const whole = modules.filter((file) =>
    /(?:from |import\()'(?:fastest-levenshtein|yargs|zod)'/.test(
      readFileSync(path.join(dist, file), 'utf8'),
    ),
  );
  expect(whole).toEqual([]);
  expect(readFileSync(path.join(dist, 'cli/by-yargs.js'), 'utf8')).toContain('/vendor/yargs.js');
});

test('what is bundled keeps its licences', () => {
  const told = readFileSync(path.join(dist, 'vendor/LICENSES.txt'), 'utf8');
  for (const name of ['zod', 'yargs', 'yargs-parser', 'cliui', 'y18n']) {
    expect(told).toMatch(new RegExp(`^${name} \\d`, 'm'));
  }
});
