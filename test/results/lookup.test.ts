import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { appendLines } from '#src/base/append.js';
import { rdFile } from '#src/results/layout.js';
import { openRecordLookup } from '#src/results/lookup.js';
import { rdRecordWith } from '../support/records.ts';
import { scratch } from '../support/scratch.ts';

const noWarning = (message: string): void => {
  throw new Error(`unexpected warning: ${message}`);
};

test('records are found by codec and key, in a file that is read once', async () => {
  const results = scratch();
  const [webp, other] = [rdRecordWith(), rdRecordWith({ key: 'b'.repeat(64), bytes: 7 })];
  await appendLines(rdFile(results, 'kodak', 'webp'), [webp, other]);
  const lookUp = openRecordLookup(results, 'kodak', noWarning);
  expect(lookUp('webp', webp.key)).toEqual(webp);
  rmSync(rdFile(results, 'kodak', 'webp'));
  expect(lookUp('webp', other.key)).toEqual(other);
  expect(lookUp('webp', 'c'.repeat(64))).toBeUndefined();
  expect(lookUp('jxl', webp.key)).toBeUndefined();
  expect(openRecordLookup(results, 'set', noWarning)('webp', webp.key)).toBeUndefined();
});
