import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { versionWithLibrary } from '#src/metrics/library-version.js';

test('a version names the feeding and the library that is installed', () => {
  const file = new URL('../../node_modules/ssim.js/package.json', import.meta.url);
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
  expect(version).toMatch(/^\d+\.\d+\.\d+/);
  expect(versionWithLibrary(3, 'ssim.js')).toBe(`3+${version}`);
  expect(() => versionWithLibrary(1, 'no-such-library')).toThrow('no-such-library');
});
