import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { estimators } from '#src/estimate/registry.js';

test('has every estimator that has a file, exact first', () => {
  const folder = fileURLToPath(new URL('../../src/estimate/estimators', import.meta.url));
  const files = readdirSync(folder).map((file) => file.replace(/\.ts$/, ''));
  expect([...estimators.names].sort()).toEqual(files.sort());
  expect(estimators.names[0]).toBe('exact');
});

test('an unknown one is told with those that there are', async () => {
  await expect(estimators.load('balancd')).rejects.toThrow(
    /unknown estimator 'balancd'; did you mean balanced\?/,
  );
});
