import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  compare,
  compareIdentities,
  countImages,
  groupRecords,
  type Identity,
  obtain,
} from '#src/leaderboard/record-groups.js';
import { failedRdOf, rdOf } from '../support/records.ts';

test('settings are sorted by their value, names by the numbers within them', () => {
  const specs = [0.1, 0.01, 1, 0.02, 10, 2.5].map((value) => `jxl:distance=${value},effort=3`);
  expect(specs.sort(compare).map((spec) => /=([\d.]+)/.exec(spec)![1])).toEqual([
    '0.01',
    '0.02',
    '0.1',
    '1',
    '2.5',
    '10',
  ]);
  expect(['a:x=-1', 'a:x=-5', 'a:x=-2.5', 'a:x=3'].sort(compare)).toEqual([
    'a:x=-5',
    'a:x=-2.5',
    'a:x=-1',
    'a:x=3',
  ]);
  expect(['1.10.0', '1.9.0', 'b.png', 'a10.png', 'a9.png'].sort(compare)).toEqual([
    '1.9.0',
    '1.10.0',
    'a9.png',
    'a10.png',
    'b.png',
  ]);
});

test('names tie with themselves alone, and their order is the same from both sides', () => {
  const name = fc.oneof(
    fc.constantFrom('a1', 'a01', 'a001', 'A1', 'a:x=1', 'a:x=1.0', 'a:x=-1', 'a:x=1e-2', 'e', 'é'),
    fc.string({ maxLength: 4 }),
  );
  fc.assert(
    fc.property(name, name, (a, b) => {
      expect(Math.sign(compare(a, b))).toBe(0 - Math.sign(compare(b, a)));
      expect(compare(a, b) === 0).toBe(a === b);
      expect(compare(a, a)).toBe(0);
    }),
    { numRuns: 500, seed: 1 },
  );
});

test('rows are sorted by codec, engine, version, printed form, runtime, settings', () => {
  const row = (
    codec: string,
    [name, version, runtime]: readonly [string, string, string],
    spec: string,
    settings: Identity['settings'] = {},
  ): Identity => ({ codec, spec, settings, engine: { name, version, runtime } });
  const sorted = [
    row('avif', ['z', '9', 'wasm'], 'z'),
    row('webp', ['a', '9', 'wasm'], 'z'),
    row('webp', ['b', '9', 'wasm'], 'z'),
    row('webp', ['b', '10', 'native'], 'y:q=9'),
    row('webp', ['b', '10', 'wasm'], 'y:q=9'),
    row('webp', ['b', '10', 'native'], 'y:q=10', { q: 9 }),
    row('webp', ['b', '10', 'native'], 'y:q=10', { q: 10 }),
  ];
  for (const [i, a] of sorted.entries()) {
    for (const [j, b] of sorted.entries()) {
      const order = compareIdentities(a, structuredClone(b));
      expect(Math.sign(order), `${i} and ${j}`).toBe(Math.sign(i - j));
    }
  }
});

test('groups, rows and images are in a stable order; of one image the last record counts', () => {
  const records = ['a10', 'a9', 'b'].flatMap((image) =>
    ['webp:q=10', 'webp:q=9'].map((spec) =>
      rdOf({ spec, image, settings: { q: spec.length }, dataset: image === 'b' ? 'x' : 'y' }),
    ),
  );
  const renewed = { ...records[0]!, bpp: 9 };
  const groups = groupRecords([...records, renewed], ({ dataset }) => [dataset]);
  const outline = groups.map(({ first, rows }) => [
    first.dataset,
    ...rows.map((row) => [row.identity.spec, ...row.records.map(({ image }) => image)]),
  ]);
  expect(outline).toEqual([
    ['x', ['webp:q=9', 'b'], ['webp:q=10', 'b']],
    ['y', ['webp:q=9', 'a9', 'a10'], ['webp:q=10', 'a9', 'a10']],
  ]);
  expect(groups[1]!.rows[1]!.records.map(({ bpp }) => bpp)).toEqual([4, 9]);
  expect(groupRecords([...records, renewed].toReversed(), () => [null])[0]!.rows).toHaveLength(2);
});

test('images of which some row has a good record are counted once', () => {
  const [group] = groupRecords(
    [
      rdOf({ spec: 'webp', image: 'a' }),
      rdOf({ spec: 'jpeg', image: 'a' }),
      rdOf({ spec: 'jpeg', image: 'b' }),
      failedRdOf({ spec: 'webp', image: 'b' }),
      failedRdOf({ spec: 'webp', image: 'c' }),
    ],
    () => [],
  );
  expect(countImages(group!.rows, ({ error }) => error === null)).toBe(2);
  expect(countImages(group!.rows, () => true)).toBe(3);
});

test('a value is made once for its key', () => {
  const known = new Map<string, object>();
  const made = obtain(known, 'a', () => ({}));
  expect(obtain(known, 'a', () => ({}))).toBe(made);
  expect(obtain(known, 'b', () => ({}))).not.toBe(made);
  expect([...known.keys()]).toEqual(['a', 'b']);
});
