import { expect, test } from 'vitest';
import {
  type Params,
  rateKnob,
  resolveSettings,
  shownSettings,
  sweepOf,
} from '#src/base/params.js';

const params: Params = {
  lossless: { type: 'boolean', default: false, meaning: 'exact' },
  chroma: { type: 'choice', values: ['4:2:0', '4:4:4'], default: '4:2:0', meaning: 'subsampling' },
  distance: {
    type: 'number',
    min: 0.1,
    max: 15,
    default: null,
    sweep: [1, 2],
    applies: (before) => before['lossless'] !== true,
    meaning: 'distance',
  },
  quality: {
    type: 'integer',
    min: 1,
    max: 100,
    default: 75,
    sweep: [30, 60],
    applies: (before) => before['lossless'] !== true && before['distance'] === undefined,
    meaning: 'quality',
  },
};
const resolve = (given: Record<string, string | number | boolean>) =>
  resolveSettings('codec', params, given);

test('fills in the defaults of what applies, in table order', () => {
  expect(resolve({})).toEqual({ lossless: false, chroma: '4:2:0', quality: 75 });
  expect(resolve({ lossless: 'true' })).toEqual({ lossless: true, chroma: '4:2:0' });
  expect(Object.keys(resolve({ quality: '5', chroma: '4:4:4' }))).toEqual([
    'lossless',
    'chroma',
    'quality',
  ]);
});

test('reads values of their type and refuses others, saying what is legal', () => {
  expect(resolve({ distance: '1.5' })['distance']).toBe(1.5);
  for (const yes of [true, 'true']) expect(resolve({ lossless: yes })['lossless']).toBe(true);
  for (const no of [false, 'false']) expect(resolve({ lossless: no })['lossless']).toBe(false);
  expect(() => resolve({ quality: '1.5' })).toThrow("codec: quality is integer 1..100, got '1.5'");
  expect(() => resolve({ quality: '' })).toThrow(/integer 1\.\.100/);
  expect(() => resolve({ quality: 'NaN' })).toThrow(/integer 1\.\.100/);
  expect(() => resolve({ distance: 'Infinity' })).toThrow(/number 0\.1\.\.15/);
  expect(() => resolve({ lossless: 'yes' })).toThrow(/true or false/);
  expect(() => resolve({ chroma: '4:1:1' })).toThrow(/one of 4:2:0, 4:4:4/);
  expect(() => resolve({ toString: 1 })).toThrow(/unknown setting of codec 'toString'/);
});

test('refuses a setting that has no effect beside the others', () => {
  expect(() => resolve({ lossless: true, quality: 30 })).toThrow(
    'codec: quality=30 has no effect beside lossless=true,chroma=4:2:0; leave it out',
  );
  expect(() => resolve({ distance: 1, quality: 30 })).toThrow(/no effect/);
});

test('the rate knob is the last that applies and has a grid', () => {
  expect(rateKnob(params, resolve({}))).toBe('quality');
  expect(rateKnob(params, resolve({ distance: 1 }))).toBe('distance');
  expect(rateKnob(params, resolve({ lossless: true }))).toBeNull();
  expect(sweepOf(params['quality'])).toEqual([30, 60]);
  expect(sweepOf(params['chroma'])).toBeNull();
});

test('shows what differs from the defaults, and always the rate knob', () => {
  const shown = (given: Record<string, string>) => shownSettings(params, resolve(given));
  expect(shown({})).toEqual({ quality: 75 });
  expect(shown({ chroma: '4:2:0', quality: '30' })).toEqual({ quality: 30 });
  expect(shown({ distance: '1', chroma: '4:4:4' })).toEqual({ chroma: '4:4:4', distance: 1 });
  expect(shown({ lossless: 'true' })).toEqual({ lossless: true });
});
