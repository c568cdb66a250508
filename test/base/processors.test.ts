import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { usableProcessors } from '#src/base/processors.js';
import { scratch } from '../support/scratch.ts';

test('processors are those of the control group', () => {
  const all = usableProcessors('/nowhere');
  const file = path.join(scratch(), 'cpu.max');
  const counted = (text: string): number => {
    writeFileSync(file, text);
    return usableProcessors(file);
  };
  expect(counted('max 100000\n')).toBe(all);
  expect(counted('50000 100000\n')).toBe(1);
  expect(counted('100000000 100000\n')).toBe(all);
  expect(counted('nothing')).toBe(all);
});

test('there is one at least', () => {
  expect(usableProcessors()).toBeGreaterThanOrEqual(1);
});
