import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { version } from '#src/base/version.js';

test('the version is that of package.json, and has an entry in the changelog', () => {
  const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
  expect(version).toBe(JSON.parse(read('package.json')).version);
  expect(version).toMatch(/^\d+\.\d+\.\d+/);
  expect(read('CHANGELOG.md')).toMatch(new RegExp(`^## ${version.replaceAll('.', '\\.')}`, 'm'));
});
