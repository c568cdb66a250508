import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { changelogSection, isLater } from '../../scripts/release/changelog.js';

test('a section of the changelog is found by its version', () => {
  const text = '# Changelog\n\n## 0.10.0\n\n- later\n\n## 0.1.0\n\n- first\n- second\n';
  expect(changelogSection(text, '0.1.0')).toBe('- first\n- second');
  expect(changelogSection(text, '0.10.0')).toBe('- later');
  expect(changelogSection(text, '0.1')).toBeNull();
  expect(changelogSection('## 0.2.0\n\n## 0.1.0\n', '0.2.0')).toBeNull();
});

test('versions are compared by their numbers', () => {
  expect(isLater('0.10.0', '0.9.9')).toBe(true);
  expect(isLater('0.2.0', '0.2.0')).toBe(false);
  expect(isLater('1.0.0', '0.99.99')).toBe(true);
  expect(isLater('0.1.9', '0.2.0')).toBe(false);
});

test('the changelog has a section for the version that the package has', () => {
  const read = (name: string) =>
    readFileSync(fileURLToPath(new URL(`../../${name}`, import.meta.url)), 'utf8');
  const { version } = JSON.parse(read('package.json')) as { version: string };
  expect(changelogSection(read('CHANGELOG.md'), version)).not.toBeNull();
});
