import { expect, test } from 'vitest';
import { codecKey, curveKey, settingList, timesKey } from '#src/results/identity.js';

const engine = { name: 'libwebp', version: '1.6.0', runtime: 'native' };
const webp = { codec: 'webp', engine, settings: { effort: 4, quality: 50 } };

test('a codec with its settings is the same in any order of these', () => {
  const { effort, quality } = webp.settings;
  expect(codecKey({ ...webp, settings: { quality, effort } })).toBe(codecKey(webp));
  const others = [
    { ...webp, codec: 'avif' },
    { ...webp, engine: { ...engine, version: '1.6.1' } },
    { ...webp, engine: { ...engine, name: 'sharp' } },
    { ...webp, engine: { ...engine, runtime: 'wasm' } },
    { ...webp, settings: { effort, quality: 51 } },
    { ...webp, settings: { effort, quality: '50' } },
    { ...webp, settings: { quality } },
  ];
  expect(new Set([webp, ...others].map(codecKey)).size).toBe(8);
});

// Stored keys are made of it: another text would make every record stale.
test('the key of a codec is this text', () => {
  expect(codecKey({ ...webp, settings: { quality: 50, effort: 4 } })).toBe(
    '["webp","libwebp","1.6.0","native",[["effort",4],["quality",50]]]',
  );
});

test('points of a curve differ in the knob alone', () => {
  const other = { ...webp, settings: { effort: 4, quality: 90 } };
  expect(curveKey(other, 'quality')).toBe(curveKey(webp, 'quality'));
  expect(curveKey(other, 'effort')).not.toBe(curveKey(webp, 'effort'));
  expect(curveKey(other, null)).not.toBe(curveKey(webp, null));
  expect(curveKey(webp, null)).toBe(codecKey(webp));
});

test('weights of one rate are no other curve', () => {
  const at = (version: string, quality: number) => ({
    ...webp,
    ...{ engine: { ...engine, version }, settings: { effort: 4, quality } },
  });
  const [coarse, fine] = [at('level 0a (1)', 1), at('level 0b (1)', 2)];
  expect(curveKey(coarse, 'quality')).toBe(curveKey(fine, 'quality'));
  expect(curveKey(coarse, 'quality')).not.toBe(curveKey(at('level 0a (2)', 1), 'quality'));
  expect(codecKey(coarse)).not.toBe(codecKey(at('level 0b (1)', 1)));
});

test('times are told apart by testbed, crop and threads', () => {
  const times = { testbed: 'a', crop: null, threads: 1 };
  const others = [
    { ...times, testbed: 'b' },
    { ...times, crop: '512x512' },
    { ...times, crop: 'null' },
    { ...times, threads: 2 },
  ];
  expect(new Set([times, ...others].map(timesKey)).size).toBe(5);
  expect(timesKey({ ...times, ...{ rows: [] } })).toBe(timesKey(times));
});

test('settings without some, sorted by name', () => {
  expect(settingList({ b: 1, a: true, c: 'x' }, new Set(['b']))).toEqual([
    ['a', true],
    ['c', 'x'],
  ]);
});
