import { expect, test } from 'vitest';
import { defaultBootstrap } from '#src/leaderboard/direction.js';
import { type BoardChoice, boardRows } from '#src/leaderboard/page/board.js';
import { atOptions } from '#src/leaderboard/page/boardat.js';
import {
  type Filter,
  filterRows,
  firstSorting,
  parseSorting,
  printSorting,
  sortRows,
} from '#src/leaderboard/page/boardlist.js';
import { curvesOf } from '#src/leaderboard/page/recompute.js';
import { anchorOf } from '#src/leaderboard/page/selection.js';
import { rdOf, timingOf } from '../../support/records.ts';
import { curveOf, dataOf, writeSite } from './site.ts';

const lossless = rdOf({
  spec: 'png:',
  codec: 'png',
  image: 'p1',
  exact: true,
  metrics: { psnr: null },
});
const learned = curveOf('sprig', { factor: 0.6 }).map((record) => ({
  ...record,
  engine: { ...record.engine, runtime: 'onnx' as const },
}));
const partial = curveOf('avif', { factor: 0.4 }).filter(({ image }) => image !== 'p3');
const records = [
  ...curveOf('jpeg'),
  ...curveOf('webp', { factor: 0.7 }),
  ...partial,
  ...learned,
  ...['p1', 'p2', 'p3'].map((image) => ({ ...lossless, image, imageSha256: shaOf(image) })),
];

function shaOf(image: string): string {
  return rdOf({ spec: 'x', image }).imageSha256;
}

function board(change: Partial<BoardChoice> = {}, timing = [] as ReturnType<typeof timingOf>[]) {
  const data = dataOf(writeSite(records, { timing }));
  return boardRows(data, curvesOf(data), {
    ...{ metric: 'psnr', anchor: anchorOf(data.group, null), timing: null, aggregate: 'images' },
    ...{ at: { metric: 'psnr', value: '40' }, bootstrap: defaultBootstrap },
    ...change,
  });
}

const nothing: Filter = { text: '', kind: null, lossless: null, runtime: null };
const names = (rows: readonly { codec: string }[]): string[] => rows.map(({ codec }) => codec);

test('rows without the figure are behind those with it, incomplete ones behind all, either way', () => {
  const rows = board();
  const up = sortRows(rows, { by: 'bd', descending: false });
  expect(names(up.map(({ row }) => row))).toEqual(['sprig', 'webp', 'jpeg', 'png', 'avif']);
  expect(up.map(({ rank }) => rank)).toEqual([1, 2, 3, null, null]);
  const down = sortRows(rows, { by: 'bd', descending: true });
  expect(names(down.map(({ row }) => row))).toEqual(['jpeg', 'webp', 'sprig', 'png', 'avif']);
});

test('filters join', () => {
  const rows = board();
  const left = (filter: Partial<Filter>) => names(filterRows(rows, { ...nothing, ...filter }));
  expect(left({})).toHaveLength(5);
  expect(left({ kind: 'learned' })).toEqual(['sprig']);
  expect(left({ lossless: true })).toEqual(['png']);
  expect(left({ lossless: false, kind: 'conventional', text: 'LIBWEBP native' })).toEqual(['webp']);
  expect(left({ runtime: 'onnx', text: 'webp' })).toEqual([]);
});

test('what is missing is null with a reason, never zero', () => {
  for (const { cells, front } of board()) {
    for (const { value, note } of [cells.encode, cells.decode, cells.memory, cells.macs]) {
      expect(value).toBeNull();
      expect(note).not.toBe('');
    }
    expect(front.on).toBeNull();
  }
  const png = board().find(({ codec }) => codec === 'png')!;
  expect(png.cells.bd).toEqual({ value: null, note: 'the test has 0 points; 4 are needed' });
  const none = board({ anchor: null }).map(({ cells }) => cells.bd.note);
  expect(new Set(none)).toEqual(new Set(['no curve to compare with']));
});

test("speeds of a curve are its points' with the interval that theirs make", () => {
  const timing = curveOf('webp').map(({ spec, image, settings }) => ({
    ...timingOf({ spec, image, settings, encode: [0.1, 0.125, 0.1] }),
    knob: 'quality',
  }));
  const rows = board({ timing: 0 }, timing);
  const { encode } = rows.find(({ codec }) => codec === 'webp')!.cells;
  expect(encode.value).toBeCloseTo(5, 3);
  expect(encode.low).toBeGreaterThanOrEqual(4);
  expect(encode.low).toBeLessThanOrEqual(encode.value!);
  // Of its own direction alone: that column's name is not said again.
  expect(encode.note).toMatch(/^the interval is \d+ % of the value wide at 5 of 5 settings, more/);
  const jpeg = rows.find(({ codec }) => codec === 'jpeg')!.cells.encode;
  expect(jpeg).toEqual({ value: null, note: 'not timed on this testbed' });
});

test('the qualities to tell the rate at are those that some curve reaches', () => {
  const data = dataOf(writeSite(records));
  expect(atOptions(data)).toEqual([
    { metric: 'psnr', value: '30' },
    { metric: 'psnr', value: '35' },
    { metric: 'psnr', value: '40' },
  ]);
});

test('the order of the board is read from the address, nonsense as the usual one', () => {
  expect(parseSorting(null)).toEqual({ by: 'bd', descending: false });
  expect(parseSorting('constructor')).toEqual({ by: 'bd', descending: false });
  expect(parseSorting('-encode')).toEqual({ by: 'encode', descending: true });
  for (const by of ['bd', 'encode', 'codec'] as const) {
    expect(parseSorting(printSorting(firstSorting(by)))).toEqual(firstSorting(by));
  }
});
