import fc from 'fast-check';
import { expect, test } from 'vitest';
import { filterRows, pngFilters, unfilterRows } from '#src/image/png-filters.js';

const shapes = fc
  .record({
    rowBytes: fc.integer({ min: 1, max: 20 }),
    rows: fc.integer({ min: 1, max: 6 }),
    pixelBytes: fc.integer({ min: 1, max: 8 }),
  })
  .chain((shape) => {
    const length = shape.rowBytes * shape.rows;
    return fc.tuple(fc.constant(shape), fc.uint8Array({ minLength: length, maxLength: length }));
  });

test('every filter is undone', () => {
  fc.assert(
    fc.property(
      shapes,
      fc.constantFrom(...pngFilters, 'least' as const),
      ([shape, rows], choice) => {
        const filtered = filterRows(rows, shape, choice);
        expect(filtered.length).toBe(rows.length + shape.rows);
        expect(unfilterRows(filtered, shape)).toEqual(rows);
      },
    ),
  );
});

test('rows of known values', () => {
  const shape = { rowBytes: 4, rows: 2, pixelBytes: 1 };
  const rows = Uint8Array.of(10, 12, 14, 16, 11, 14, 17, 20);
  const filtered = (choice: Parameters<typeof filterRows>[2]) => [
    ...filterRows(rows, shape, choice),
  ];
  expect(filtered('none')).toEqual([0, 10, 12, 14, 16, 0, 11, 14, 17, 20]);
  expect(filtered('sub')).toEqual([1, 10, 2, 2, 2, 1, 11, 3, 3, 3]);
  expect(filtered('up')).toEqual([2, 10, 12, 14, 16, 2, 1, 2, 3, 4]);
  expect(filtered('average')).toEqual([3, 10, 7, 8, 9, 3, 6, 3, 3, 4]);
  expect(filtered('paeth')).toEqual([4, 10, 2, 2, 2, 4, 1, 2, 3, 3]);
  expect(filtered('least')).toEqual([1, 10, 2, 2, 2, 4, 1, 2, 3, 3]);
});

test('a number that is no filter is told', () => {
  expect(unfilterRows(Uint8Array.of(5, 1), { rowBytes: 1, rows: 1, pixelBytes: 1 })).toBeNull();
});
