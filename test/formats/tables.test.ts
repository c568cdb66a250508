import { expect, test } from 'vitest';
import { recordTables } from '#src/formats/tables.js';
import { recordKinds } from '#src/results/record-kinds.js';
import { temporaryFolder } from '../support/folders.ts';
import { estimateOf, rdOf, timingOf } from '../support/records.ts';

test('each kind of record is read and has columns of its own, each name once', async () => {
  const line = (record: object) => `${JSON.stringify(record)}\n`;
  const results = await temporaryFolder({
    'rd/set/a.jsonl': line(rdOf({ spec: 'a', image: 'a' })),
    'timing/bench/set/a.jsonl': line(timingOf({ spec: 'a', image: 'a', encode: [1] })),
    'estimate/set/a.jsonl': line(estimateOf({ spec: 'a', image: 'a' })),
  });
  for (const kind of recordKinds) {
    const { read, columns } = recordTables[kind];
    const records = await read(results, { warn: () => {} });
    expect(records.map((record) => record.kind)).toEqual([kind]);
    const names = columns(records as never).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  }
});
