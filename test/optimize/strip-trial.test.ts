import { expect, test } from 'vitest';
import { openSource } from '#src/optimize/source.js';
import { stripTrial } from '#src/optimize/strip-trial.js';
import { fileWith, told } from './metadata/files.ts';

const setting = { preset: 'low', lossyPng: false, keep: [], knob: null } as const;
const limits = { maxPixels: 1e6 };

test('takes metadata out of files of its own format alone', async () => {
  const source = await openSource(await fileWith('webp'), 'a.webp', limits);
  expect(await stripTrial('png').applies(source, setting)).toBe(false);
  const trial = stripTrial('webp');
  expect(await trial.applies(source, setting)).toBe(true);
  expect(told((await trial.run(source, setting, limits))!)).toEqual([]);
  const kept = await trial.run(source, { ...setting, keep: ['exif'] }, limits);
  expect(told(kept!)).toEqual(['owner']);
});
