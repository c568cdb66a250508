import { expect, test } from 'vitest';
import { formatTable, tableWithNotes } from '#src/cli/output.js';

test('numbers stand right, words left, and a column is as wide as its widest cell', () => {
  const rows = [
    ['jpeg', '1.5', 'yes'],
    ['jpeg2000', '-12.25', ''],
    ['', '-', '<1'],
  ];
  expect(formatTable(['codec', 'bpp', 'note'], rows).split('\n')).toEqual([
    'codec        bpp  note',
    '--------  ------  ----',
    'jpeg         1.5  yes',
    'jpeg2000  -12.25',
    '               -  <1',
  ]);
});

test('notes stand below a table, one of each subject', () => {
  const table = formatTable(['a'], [['x']]);
  expect(tableWithNotes(table, [])).toBe(table);
  expect(tableWithNotes(table, [['x', 'not here']])).toBe(`${table}\n\nx: not here`);
  const missing = ['x', 'y'].map((id) => [id, `${id} is not here`] as const);
  expect(tableWithNotes(table, [...missing, ['z', 'z is old']])).toBe(
    `${table}\n\nx, y: ID is not here\n\nz: z is old`,
  );
});

test('without rows the header stands alone', () => {
  expect(formatTable(['a', 'long'], [])).toBe('a  long\n-  ----');
});
