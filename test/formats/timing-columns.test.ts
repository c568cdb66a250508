import { expect, test } from 'vitest';
import { timingColumns } from '#src/formats/timing-columns.js';
import { timingOf } from '../support/records.ts';

test('a column for each stage that a record of time has, samples in one cell', () => {
  const [a, b] = [1, 2].map((n) => timingOf({ spec: 'a', image: `${n}`, encode: [n] }));
  const records = [a!, { ...b!, encode: { ...b!.encode, stages: { entropy: [0.5] } } }];
  const columns = timingColumns(records);
  const cells = (name: string) => records.map(columns.find((column) => column.name === name)!.cell);
  expect(cells('encode.stages.entropy')).toEqual([[], [0.5]]);
  expect(cells('encode.stages.encode')).toEqual([[1], []]);
  expect(cells('peakBytes.encode')).toEqual([null, null]);
});

test('the median of the passes, with its interval and how sure that is', () => {
  const records = [[0.3, 0.1, 0.5, 0.2, 0.4], [0.1], []].map((encode, i) =>
    timingOf({ spec: 'a', image: `${i}`, encode }),
  );
  const columns = timingColumns(records);
  const cells = (name: string) => records.map(columns.find((column) => column.name === name)!.cell);
  expect(cells('encode.medianSeconds')).toEqual([0.3, 0.1, null]);
  expect(cells('encode.lowSeconds')).toEqual([0.1, null, null]);
  expect(cells('encode.highSeconds')).toEqual([0.5, null, null]);
  expect(cells('encode.intervalLevel')).toEqual([0.9375, null, null]);
});
