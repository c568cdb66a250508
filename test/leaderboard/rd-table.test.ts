import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tablesOf } from '#src/leaderboard/rd-table.js';
import type { RdRecord } from '#src/results/record.js';
import { failedRdOf, rdOf } from '../support/records.ts';

test('records that share objects, as a reader gives them, are tabled as those that do not', () => {
  const versions = [{ psnr: '1', ssim: '2' }, { psnr: '1', ssim: '3' }, { ssim: '2' }, {}];
  const errors = [{}, {}, {}, { ssim: 'too small' }];
  const metrics = [
    { psnr: 30, ssim: 0.5 },
    { ssim: 0.25, psnr: null },
    { psnr: 31 },
    { psnr: 32, ssim: 0.75, dists: 0.1 },
    {},
  ];
  const settings = [{ quality: 1 }, { quality: 2 }];
  const engines: RdRecord['engine'][] = [
    { name: 'libwebp', version: '1', runtime: 'native' },
    { name: 'libwebp', version: '2', runtime: 'native' },
    { name: 'libwebp', version: '1', runtime: 'wasm' },
    { name: 'other', version: '1', runtime: 'native' },
  ];
  const one = fc.record({
    image: fc.constantFrom('a', 'b', 'c'),
    codec: fc.constantFrom('webp', 'webp', 'sharp-webp'),
    engine: fc.constantFrom(...engines, ...engines.slice(0, 1)),
    settings: fc.constantFrom(...settings),
    metrics: fc.constantFrom(...metrics),
    metricVersions: fc.constantFrom<Record<string, string>>(...versions),
    metricErrors: fc.constantFrom<Record<string, string>>(...errors),
  });
  fc.assert(
    fc.property(fc.array(one, { minLength: 1, maxLength: 12 }), (chosen) => {
      const whole = chosen.map((each) => rdOf({ spec: 'webp', ...each }));
      const shared = whole.map((record, i): RdRecord => ({ ...record, ...chosen[i] }));
      expect(tablesOf(shared)).toEqual(tablesOf(whole));
    }),
    { numRuns: 500, seed: 1 },
  );
});

const at = (day: number) => `2026-01-0${day}T00:00:00Z`;

test('columns are in the order of the names of the images, whatever that of the records', () => {
  const records = ['b', 'a10', 'a9', 'c'].map((image, i) =>
    rdOf({ spec: 'webp', image, bytes: 100 + i, bpp: 1 + i, at: at(1 + i), exact: i === 1 }),
  );
  const [table] = tablesOf(records);
  const shaOf = (image: string) => records.find((each) => each.image === image)!.imageSha256;
  expect(table!.images).toEqual(['a9', 'a10', 'b', 'c'].map(shaOf));
  const [row] = table!.rows;
  expect([...row!.images]).toEqual([0, 1, 2, 3]);
  expect([...row!.bytes]).toEqual([102, 101, 100, 103]);
  expect([...row!.bpp]).toEqual([3, 2, 1, 4]);
  expect([...row!.at]).toEqual([3, 2, 1, 4].map((day) => Date.parse(at(day))));
  expect([...row!.pixels]).toEqual([5000, 5000, 5000, 5000]);
  expect([row!.failed, [...row!.exact], table!.covered]).toEqual([0, [0, 1, 0, 0], 4]);
  for (const order of [
    [3, 1, 0, 2],
    [2, 1, 0, 3],
    [1, 3, 2, 0],
  ]) {
    expect(tablesOf(order.map((i) => records[i]!))).toEqual([table]);
  }
});

test('rows that lack images name those that they have, of all of the table', () => {
  const [table] = tablesOf([
    ...['d', 'b', 'a'].map((image) => rdOf({ spec: 'webp', image })),
    ...['c', 'b'].map((image) => rdOf({ spec: 'jpeg', image })),
    failedRdOf({ spec: 'jpeg', image: 'e' }),
  ]);
  const images = table!.rows.map((row) => [row.identity.codec, row.failed, ...row.images]);
  expect(images).toEqual([
    ['jpeg', 1, 1, 2],
    ['webp', 0, 0, 1, 3],
  ]);
  expect([table!.images.length, table!.covered]).toEqual([5, 4]);
});

test('of two knobs of a row the first by name counts, and one before none', () => {
  const knobs = ['quality', null, 'distance', 'effort'];
  const records = knobs.map((knob, i) => rdOf({ spec: 'jxl', image: `${i}`, knob }));
  for (const order of [records, records.toReversed()]) {
    expect(tablesOf(order)[0]!.rows.map(({ knob }) => knob)).toEqual(['distance']);
  }
  expect(tablesOf(records.slice(1, 2))[0]!.rows[0]!.knob).toBeNull();
});

test('the printed form is that of the record written last, of two written at once the later', () => {
  const named = (spec: string, image: string, day: number) =>
    rdOf({ spec: `webp:${spec}`, image, at: at(day) });
  const specOf = (records: RdRecord[]) =>
    tablesOf(records)[0]!.rows.map((row) => row.identity.spec);
  const three = [named('old', 'a', 1), named('new', 'b', 3), named('mid', 'c', 2)];
  expect(specOf(three)).toEqual(['webp:new']);
  expect(specOf(three.toReversed())).toEqual(['webp:new']);
  expect(specOf([named('x', 'a', 1), named('y', 'b', 1)])).toEqual(['webp:y']);
});

test('the table of most rows comes first', () => {
  const specs = { few: ['webp'], many: ['webp:quality=10', 'webp:quality=20'], some: ['jpeg'] };
  const records = Object.entries(specs).flatMap(([dataset, all]) =>
    all.map((spec, quality) => rdOf({ spec, image: 'a', dataset, settings: { quality } })),
  );
  expect(tablesOf(records).map(({ dataset }) => dataset)).toEqual(['many', 'few', 'some']);
});

test('tables of as many rows are sorted by data set and crop, a crop before whole images', () => {
  const tables = tablesOf(
    (['set10', 'set9', 'set10'] as const).map((dataset, i) =>
      rdOf({ spec: 'webp', image: 'a', dataset, crop: i === 2 ? '8x8' : null }),
    ),
  );
  expect(tables.map(({ dataset, crop }) => [dataset, crop])).toEqual([
    ['set9', null],
    ['set10', '8x8'],
    ['set10', null],
  ]);
});
