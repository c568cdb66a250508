import { expect, test } from 'vitest';
import { joinLines } from '#src/results/merge/join-records.js';
import type { EstimateRecord, TimingRecord } from '#src/results/record.js';
import { estimateOf, timingRecordWith } from '../../support/records.js';

const linesOf = (...records: readonly (EstimateRecord | TimingRecord)[]) =>
  records.map((record, source) => ({ key: record.key, line: JSON.stringify(record), source }));

test('lines that are equal are one, unread', () => {
  const line = { key: 'k', line: 'anything' };
  expect(
    joinLines(
      'rd',
      [
        { ...line, source: 0 },
        { ...line, source: 1 },
      ],
      ['a', 'b'],
    ),
  ).toBe('anything');
});

test('of two estimates the one that did not fail counts, else the later one', () => {
  const error = { stage: 'estimate', message: 'no' } as const;
  const failed = { ...estimateOf(), error, at: '2027-01-01T00:00:00Z' };
  const lines = linesOf(failed, estimateOf());
  expect(joinLines('estimate', lines, ['a', 'b'])).toBe(lines[1]!.line);
  const later = linesOf(estimateOf(), { ...estimateOf(), at: '2027-01-01T00:00:00Z' });
  expect(joinLines('estimate', later, ['a', 'b'])).toBe(later[1]!.line);
});

test('times of another size of file are a conflict, other seconds are none', () => {
  const lines = (changes: object) => linesOf(timingRecordWith(), timingRecordWith(changes));
  expect(() => joinLines('timing', lines({ bytes: 1 }), ['a', 'b'])).toThrow('bytes is to be');
  expect(() => joinLines('timing', lines({ setupSeconds: 3 }), ['a', 'b'])).not.toThrow();
});
