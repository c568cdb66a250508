import { expect, test } from 'vitest';
import { compare } from '#src/leaderboard/record-groups.js';

test('settings are sorted by their value, names by the numbers within them', () => {
  const specs = [0.1, 0.01, 1, 0.02, 10, 2.5].map((value) => `jxl:distance=${value},effort=3`);
  expect(specs.sort(compare).map((spec) => /=([\d.]+)/.exec(spec)![1])).toEqual([
    '0.01',
    '0.02',
    '0.1',
    '1',
    '2.5',
    '10',
  ]);
  expect(['a:x=-1', 'a:x=-5', 'a:x=-2.5', 'a:x=3'].sort(compare)).toEqual([
    'a:x=-5',
    'a:x=-2.5',
    'a:x=-1',
    'a:x=3',
  ]);
  expect(['1.10.0', '1.9.0', 'b.png', 'a10.png', 'a9.png'].sort(compare)).toEqual([
    '1.9.0',
    '1.10.0',
    'a9.png',
    'a10.png',
    'b.png',
  ]);
});
