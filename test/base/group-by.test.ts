import { expect, test } from 'vitest';
import { groupBy } from '#src/base/group-by.js';

test('groups stand in the order of their first items, items in theirs', () => {
  const groups = groupBy(['b1', 'a1', 'b2', 'c1', 'a2'], ([first]) => first);
  expect([...groups]).toEqual([
    ['b', ['b1', 'b2']],
    ['a', ['a1', 'a2']],
    ['c', ['c1']],
  ]);
});

test('nothing has no groups, and any value is a key', () => {
  expect(groupBy([], () => 1).size).toBe(0);
  expect([...groupBy(new Set([1, 2, 3]), (n) => (n > 1 ? null : n)).keys()]).toEqual([1, null]);
});
