import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { joinSorted, openSorter } from '#src/results/merge/sorted-lines.js';
import { scratch } from '../../support/scratch.js';

test.each([1, 40, 2 ** 20])(
  'sorts by key in runs of %i characters; the last line counts',
  (runSize) => {
    const folder = path.join(scratch(), 'runs');
    const sorter = openSorter(folder, 'a', { runSize });
    for (let at = 0; at < 100; at++)
      sorter.add({ key: `k${(at * 37) % 50}`, line: `{"at":${at}}` });
    const lines = [...sorter.sorted()];
    expect(lines.map(({ key }) => key)).toEqual(
      Array.from({ length: 50 }, (_, at) => `k${at}`).sort(),
    );
    for (const { key, line } of lines) {
      const { at } = JSON.parse(line) as { at: number };
      expect([`k${(at * 37) % 50}`, at >= 50]).toEqual([key, true]);
    }
    // What fits into memory does not touch the disk.
    expect(existsSync(folder)).toBe(runSize < 2 ** 20);
  },
);

test('bytes of every kind come back as they were, also from the disk', () => {
  const folder = scratch();
  const line = Buffer.from(JSON.stringify({ name: 'Müller\u2028 狗' })).toString('latin1');
  const sorter = openSorter(folder, 'a', { runSize: 1 });
  for (const key of ['b', 'a']) sorter.add({ key, line });
  expect(readdirSync(folder)).toHaveLength(2);
  expect([...sorter.sorted()]).toEqual(['a', 'b'].map((key) => ({ key, line })));
});

test('joins sorted sources by key and says who has which', () => {
  const source = (...keys: string[]) => keys.map((key) => ({ key, line: key }));
  const joined = [...joinSorted([source('a', 'c'), source(), source('b', 'c')])];
  expect(joined.map(({ key, lines }) => [key, lines.map((each) => each.source)])).toEqual([
    ['a', [0]],
    ['b', [2]],
    ['c', [0, 2]],
  ]);
});
