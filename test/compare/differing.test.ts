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
