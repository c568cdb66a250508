import { symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { statsOf } from '#src/base/stats-of.js';
import { scratch } from '../support/scratch.ts';

test('what is there, through links, and null of all that is not', () => {
  const folder = scratch();
  const at = (name: string): string => path.join(folder, name);
  writeFileSync(at('a'), 'abc');
  symlinkSync('a', at('link'));
  symlinkSync('loop', at('loop'));
  expect([statsOf(at('a'))?.size, statsOf(at('link'))?.size]).toEqual([3, 3]);
  expect(statsOf(folder)?.isDirectory()).toBe(true);
  for (const none of ['b', 'a/b', 'loop', 'x'.repeat(300), 'a\0b']) {
    expect(statsOf(at(none))).toBeNull();
  }
});
