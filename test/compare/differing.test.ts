import { expect, test } from 'vitest';
import { differingSettings } from '#src/compare/differing.js';
import { joinSides } from '#src/compare/pairs.js';
import { rdOf } from '../support/records.ts';

const webp = (quality: number, more: Record<string, number>) =>
  rdOf({ spec: 'webp', image: 'a', settings: { quality, ...more }, knob: 'quality' });
const found = (a: ReturnType<typeof webp>[], b: ReturnType<typeof webp>[], ignore: string[] = []) =>
  differingSettings(joinSides(a, b, new Set(ignore)), new Set(ignore));

test('names the settings by which records of one point differ', () => {
  expect(found([webp(50, { effort: 4 })], [webp(50, { effort: 6 })])).toEqual([
    { codec: 'webp', settings: ['effort'] },
  ]);
});

test('the nearest record of the other side tells', () => {
  const near = webp(50, { effort: 6, sharp: 1 });
  const far = webp(50, { effort: 6, sharp: 2 });
  expect(found([webp(50, { effort: 4, sharp: 1 })], [far, near])).toEqual([
    { codec: 'webp', settings: ['effort'] },
  ]);
});

test('a curve that both sides have lacks nothing but points', () => {
  const both = webp(50, { effort: 4 });
  expect(found([both, webp(60, { effort: 4 })], [both, webp(70, { effort: 4 })])).toEqual([]);
});

test('what may differ is not named', () => {
  const [a, b] = [webp(50, { effort: 4, sharp: 1 }), webp(50, { effort: 6, sharp: 2 })];
  expect(found([a], [b], ['effort'])).toEqual([{ codec: 'webp', settings: ['sharp'] }]);
});

test('codecs and their settings are sorted; those without a partner on the other side are none', () => {
  const of = (spec: string, settings: Record<string, number>) =>
    rdOf({ spec, image: 'a', settings: { quality: 1, ...settings }, knob: 'quality' });
  const a = [of('webp', { z: 1, b: 1 }), of('png', { z: 1 }), of('jxl', { z: 1 }), of('avif', {})];
  const b = [of('webp', { z: 2, b: 2 }), of('png', { z: 2 }), of('jxl', { z: 2 }), of('heic', {})];
  const expected = [
    { codec: 'jxl', settings: ['z'] },
    { codec: 'png', settings: ['z'] },
    { codec: 'webp', settings: ['b', 'z'] },
  ];
  expect(found(a, b)).toEqual(expected);
  expect(found(a.toReversed(), b)).toEqual(expected);
  // Data sets are looked at one after the other.
  const apart = (records: typeof a) =>
    records.map((each) => ({ ...each, dataset: each.codec === 'jxl' ? 'z' : 'a' }));
  expect(found(apart(a), apart(b))).toEqual(expected);
});

test('records of another image, crop, data set or value of the knob tell nothing', () => {
  const a = webp(50, { effort: 4 });
  const b = webp(50, { effort: 6 });
  const others = [
    { ...b, imageSha256: 'f'.repeat(64) },
    { ...b, crop: '8x8' },
    { ...b, dataset: 'other' },
    webp(51, { effort: 6 }),
  ];
  for (const other of others) expect(found([a], [other])).toEqual([]);
  const plain = (effort: number) => ({ ...webp(50, { effort }), knob: null });
  expect(found([plain(4)], [plain(6)])).toEqual([{ codec: 'webp', settings: ['effort'] }]);
});
