import { expect, test } from 'vitest';
import { defaultBootstrap } from '#src/curves/bootstrap.js';
import { type BoardChoice, type BoardRow, boardRows } from '#src/page/model/board.js';
import { atOptions } from '#src/page/model/board-at.js';
import { boardCsv } from '#src/page/model/board-csv.js';
import { boardLede } from '#src/page/model/board-lede.js';
import {
  type Filter,
  filterRows,
  firstSorting,
  parseSorting,
  printSorting,
  sortRows,
} from '#src/page/model/board-list.js';
import { codecCurves } from '#src/page/model/recompute.js';
import { anchorOf } from '#src/page/model/selection.js';
import { rdOf, timingOf } from '../../support/records.ts';
import { curveOf, dataOf, writeSite } from '../site.ts';

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

type Timing = ReturnType<typeof timingOf>[];

const board = (change: Partial<BoardChoice> = {}, timing: Timing = []): BoardRow[] =>
  whole(change, timing).rows;

/** The board with the data and the choice that it is of. */
function whole(change: Partial<BoardChoice> = {}, timing: Timing = [], anchor = 'jpeg') {
  const data = dataOf(writeSite(records, { timing }));
  const choice: BoardChoice = {
    ...{ metric: 'psnr', anchor: anchorOf(data.group, anchor), timing: null, aggregate: 'images' },
    ...{ at: { metric: 'psnr', value: '40' }, bootstrap: defaultBootstrap },
    ...change,
  };
  return { data, choice, rows: boardRows(data, codecCurves(data), choice) };
}

function timesOf(codec: string): Timing {
  return curveOf(codec).map(({ spec, image, settings }) => ({
    ...timingOf({ spec, image, settings, encode: [0.1, 0.125, 0.1] }),
    knob: 'quality',
  }));
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
  expect(png.cells.bd).toEqual({
    value: null,
    note: 'the test has infinite psnr on every image: there is no quality to compare at',
  });
  const none = board({ anchor: null }).map(({ cells }) => cells.bd.note);
  expect(new Set(none)).toEqual(new Set(['no curve to compare with']));
});

test("speeds of a curve are its points' with the interval that theirs make", () => {
  const rows = board({ timing: 0 }, timesOf('webp'));
  const { encode } = rows.find(({ codec }) => codec === 'webp')!.cells;
  expect(encode.value).toBeCloseTo(5, 3);
  expect(encode.low).toBeGreaterThanOrEqual(4);
  expect(encode.low).toBeLessThanOrEqual(encode.value!);
  // As wide as those of all others: that is told once, and marks none.
  expect(encode.note).toBeNull();
  const jpeg = rows.find(({ codec }) => codec === 'jpeg')!.cells.encode;
  expect(jpeg).toEqual({ value: null, note: 'not timed on this testbed' });
});

test('a saved board says on every line what its figures are of', () => {
  const { data, choice, rows } = whole({ timing: 0 }, timesOf('webp'));
  const [header, ...lines] = boardCsv(data, rows, choice);
  const told = lines.map((line) => Object.fromEntries(header!.map((name, i) => [name, line[i]])));
  expect(told.every((line) => Object.keys(line).length === header!.length)).toBe(true);
  for (const line of told) {
    expect(line).toMatchObject({
      ...{ metric: 'psnr', anchor: 'jpeg', aggregate: 'images', bpp_at: 'psnr@40' },
      ...{ testbed: 'bench', crop: null, threads: 1 },
    });
  }
  const { encode, decode } = rows.find(({ codec }) => codec === 'webp')!.cells;
  expect(told.find(({ curve }) => curve === 'webp')).toMatchObject({
    ...{ encode_mp_per_s: encode.value, encode_low: encode.low, encode_high: encode.high },
    ...{ decode_mp_per_s: decode.value, decode_low: decode.low, decode_high: decode.high },
    notes: expect.stringContaining('times: intervals 20 % wide'),
  });
  const png = told.find(({ curve }) => curve === 'png')!;
  expect(png['notes']).toContain('bd: the test has infinite psnr');
  expect(png['notes']).toContain('decode: not timed on this testbed');
  const mean = boardCsv(data, rows, { ...choice, aggregate: 'mean' });
  expect(mean[1]![header!.indexOf('aggregate')]).toBe('mean curves');
});

test('a learned codec from elsewhere says what was compared of it', () => {
  const facts = { model: 'mbt2018', coder: 'rans', provider: 'cpu', payloadBytes: 1 };
  const told = learned.map((record) => ({
    ...record,
    learned: { ...facts, estimatedBits: 8, parts: {}, verified: 'architecture' as const },
  }));
  const data = dataOf(writeSite([...curveOf('jpeg'), ...told]));
  const { choice } = whole();
  const verified = boardRows(data, codecCurves(data), choice).map((row) => row.verified);
  expect(verified).toEqual(expect.arrayContaining([null, 'architecture']));
});

test('the costs of a learned codec are saved apart for encode and decode', () => {
  const { data, choice, rows } = whole();
  const own = rows.find(({ codec }) => codec === 'sprig')!;
  const macs = { value: 42, low: 30, high: 12, note: null };
  const [header, line] = boardCsv(data, [{ ...own, cells: { ...own.cells, macs } }], choice);
  const value = (name: string) => line![header!.indexOf(name)];
  expect([value('encode_macs_per_pixel'), value('decode_macs_per_pixel')]).toEqual([30, 12]);
});

test('a picture without a value takes the BD-rate from no curve, and the figure says what it is over', () => {
  const small = (codec: string) =>
    curveOf(codec, { factor: codec === 'jpeg' ? 1 : 0.7, metrics: ['ms-ssim'] }).map((record) =>
      record.image === 'p2'
        ? { ...record, metrics: { 'ms-ssim': null }, metricErrors: { 'ms-ssim': 'too small' } }
        : record,
    );
  const whole = curveOf('avif', { factor: 0.5, metrics: ['ms-ssim'] });
  const data = dataOf(writeSite([...small('jpeg'), ...small('webp'), ...whole]));
  for (const anchor of ['jpeg', 'webp', 'avif']) {
    for (const aggregate of ['images', 'mean'] as const) {
      const choice: BoardChoice = {
        ...{ metric: 'ms-ssim', anchor: anchorOf(data.group, anchor), timing: null, at: null },
        ...{ aggregate, bootstrap: defaultBootstrap },
      };
      const rows = boardRows(data, codecCurves(data), choice);
      for (const { codec, cells } of rows) {
        const all = anchor === 'avif' && codec === 'avif';
        expect(cells.bd.value, `${anchor} ${codec} ${aggregate}`).not.toBeNull();
        expect(cells.bd.over).toEqual(all ? undefined : { n: 2, of: 3 });
      }
      const webp = rows.find(({ codec }) => codec === 'webp')!.cells.bd.value!;
      const expected = { jpeg: 0.7, webp: 1, avif: 1.4 }[anchor]!;
      expect(webp).toBeCloseTo(100 * (expected - 1), 0);
      // Ranked beside each other are figures over the same images.
      const ranks = sortRows(rows, { by: 'bd', descending: false });
      expect(ranks.filter(({ rank }) => rank !== null)).toHaveLength(anchor === 'avif' ? 1 : 3);
      const csv = boardCsv(data, rows, choice);
      const line = csv.find(([curve]) => curve === 'webp')!;
      const value = (name: string) => line[csv[0]!.indexOf(name)];
      expect([value('bd_rate_images'), value('bd_rate_of_images')]).toEqual([2, 3]);
    }
  }
});

test('an anchor without a curve, or a metric that is no scale, is told in place of a BD-rate', () => {
  const { data, choice, rows } = whole();
  expect(boardLede(data, rows, choice)).toContain(
    'BD-rate against jpeg by PSNR, mean of the images',
  );
  for (const aggregate of ['images', 'mean'] as const) {
    const png = whole({ aggregate }, [], 'png');
    expect(png.rows.every(({ cells }) => cells.bd.value === null)).toBe(true);
    expect(boardLede(png.data, png.rows, png.choice)).toBe(
      '3 images. png has no curve by PSNR, so nothing is compared with it: choose another anchor.',
    );
  }
  expect(boardLede(data, rows, { ...choice, metric: 'pixelmatch' })).toContain('no scale');
  expect(boardLede(data, rows, { ...choice, metric: null })).toContain('nothing to compare');
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
