import { expect, test } from 'vitest';
import { recordKinds } from '#src/results/record-kinds.js';
import { estimateOf, rdOf, timingOf } from '../support/records.ts';

test('the kinds are those of records', () => {
  const of = { spec: 'a', image: 'a' };
  const records = [rdOf(of), timingOf({ ...of, encode: [1] }), estimateOf(of)];
  expect(records.map(({ kind }) => kind)).toEqual(recordKinds);
});
