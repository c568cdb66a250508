import { expect, test } from 'vitest';
import { foldersOf } from '#src/results/folders.js';

test('one folder is a list of one, several stay in their order', () => {
  expect(foldersOf('results')).toEqual(['results']);
  expect(foldersOf(['old', 'new'])).toEqual(['old', 'new']);
});
