import { expect, test } from 'vitest';
import { withoutGaps } from '#src/formats/complete.js';

test('a table without gaps is kept whole', () => {
  expect(
    withoutGaps([
      [1, 0],
      [3, 4],
    ]),
  ).toEqual({ columns: [0, 1], rows: [0, 1] });
  expect(withoutGaps([])).toEqual({ columns: [], rows: [] });
});

test('a column that most rows lack goes, and then rows that lack one that is kept', () => {
  const table = [
    [1, null, 5],
    [2, null, Number.POSITIVE_INFINITY],
    [3, 7, 6],
    [4, null, 0],
  ];
  expect(withoutGaps(table)).toEqual({ columns: [0, 2], rows: [0, 2, 3] });
});

test('an optional column costs no row', () => {
  const table = [
    [1, 9, 9],
    [2, 9, null],
    [null, null, null],
  ];
  expect(withoutGaps(table, 2)).toEqual({ columns: [0, 1], rows: [0, 1] });
});
