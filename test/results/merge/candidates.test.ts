import { expect, test } from 'vitest';
import { byMoment, demandAlike, withFile } from '#src/results/merge/candidates.js';
import { rdRecordWith } from '../../support/records.js';

const candidate = (changes = {}) => {
  const record = rdRecordWith(changes);
  return { record, line: JSON.stringify(record), file: 'a' };
};

test('the last one comes first; of one moment always the same', () => {
  const [early, late] = [candidate(), candidate({ at: '2027-01-01T00:00:00Z' })];
  expect([early, late].sort(byMoment)).toEqual([late, early]);
  const [a, b] = [candidate({ bytes: 1 }), candidate({ bytes: 2 })];
  expect([a, b].sort(byMoment)).toEqual([b, a].sort(byMoment));
});

test('fields that are to be alike are compared by what they hold', () => {
  const [one, other] = [candidate({ settings: { a: 1 } }), candidate({ settings: { a: 1 } })];
  demandAlike(one, other, ['settings', 'bytes']);
  expect(() => demandAlike(one, candidate({ settings: { a: 2 } }), ['settings'])).toThrow(
    'settings is to be the same',
  );
});

test('a line that is written anew is its record in UTF-8', () => {
  const { line, file } = withFile(candidate(), rdRecordWith({ image: 'Müller' }));
  const read: unknown = JSON.parse(Buffer.from(line, 'latin1').toString('utf8'));
  expect([read, file]).toMatchObject([{ image: 'Müller' }, 'a']);
});
