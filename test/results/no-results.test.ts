import path from 'node:path';
import { expect, test } from 'vitest';
import { noResults } from '#src/results/no-results.js';
import { scratch } from '../support/scratch.ts';

test('says of each folder whether it is there', () => {
  const here = scratch();
  const gone = path.join(here, 'typo');
  const error = noResults([gone, here]);
  expect(error.message).toBe(
    `expected a folder of results: ${gone} is not there, ${here} holds no records`,
  );
  expect([error.name, error.code, error.data]).toEqual([
    'UsageError',
    'no-results',
    { folder: here },
  ]);
  expect(noResults(gone).data).toEqual({ folder: gone });
});
