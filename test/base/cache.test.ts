import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { cacheFolder } from '#src/base/cache.js';

afterEach(() => vi.unstubAllEnvs());

test('the cache lies where PARETO_CACHE says', () => {
  vi.stubEnv('PARETO_CACHE', path.join(path.sep, 'else', 'where'));
  expect(cacheFolder('datasets', 'kodak')).toBe(
    path.join(path.sep, 'else', 'where', 'datasets', 'kodak'),
  );
});

test.each([undefined, ''])('with PARETO_CACHE %o it has a folder of its own', (value) => {
  vi.stubEnv('PARETO_CACHE', value);
  const folder = cacheFolder('datasets');
  expect(path.isAbsolute(folder)).toBe(true);
  // Below the user's or the system's caches: ~/.cache/pareto, ~/Library/Caches/pareto, …
  expect(folder.split(path.sep)).toContain('pareto');
  expect(path.basename(folder)).toBe('datasets');
});
