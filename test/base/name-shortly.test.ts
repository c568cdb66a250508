import { expect, test } from 'vitest';
import { nameShortly } from '#src/base/name-shortly.js';

test('a few names in full, of many the first and how many more', () => {
  expect(nameShortly(['a'])).toBe('a');
  expect(nameShortly(['a', 'b', 'c', 'd'])).toBe('a, b, c, d');
  expect(nameShortly(['a', 'b', 'c', 'd', 'e'])).toBe('a, b, c, and 2 more');
  expect(nameShortly(['a', 'b', 'c'], 1)).toBe('a, and 2 more');
});
