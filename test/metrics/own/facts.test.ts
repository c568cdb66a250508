import { expect, test } from 'vitest';
import { z } from 'zod';
import { firstIssue } from '#src/base/zod-issue.js';
import { checkDescribed, describedFields, describeOwn } from '#src/metrics/own/facts.js';

const described = z.object(describedFields);

function describe(said: object) {
  const parsed = described.safeParse({ title: 'Mine', better: 'higher', ...said });
  if (parsed.error) throw new Error(firstIssue(parsed.error));
  checkDescribed(parsed.data);
  return describeOwn('mine', parsed.data, 'the program x');
}

test('a title and a direction are enough', () => {
  expect(describe({})).toEqual({
    ...{ id: 'mine', title: 'Mine', shortTitle: 'Mine', unit: '', decimals: 4, better: 'higher' },
    ...{ perfect: Number.POSITIVE_INFINITY, scale: null, fixedQualities: [], frontQuality: null },
    ...{ nearlyEqual: null, definition: 'Mine, as the program x computes it.' },
    ...{ source: 'the program x', minSide: 1, symmetric: false },
  });
  expect(describe({ better: 'lower' }).perfect).toBe(0);
});

test('what is said stays', () => {
  const said = {
    ...{ shortTitle: 'M', unit: 'dB', decimals: 1, perfect: 100, scale: 'value' as const },
    ...{ fixedQualities: [90, 50], frontQuality: 70, nearlyEqual: 2, minSide: 9, symmetric: true },
    ...{ definition: 'So.', source: 'There.' },
  };
  expect(describe(said)).toMatchObject({ ...said, fixedQualities: [50, 90] });
  expect(describe({ perfect: null }).perfect).toBe(Number.POSITIVE_INFINITY);
});

test.each([
  [{ better: 'up' }, 'better: '],
  [{ title: '' }, 'title: '],
  [{ decimals: -1 }, 'decimals: '],
  [{ perfect: Number.NaN }, 'perfect: '],
  [{ scale: 'decibels' }, 'scale: '],
  [{ scale: 'decibels-to-0' }, 'scale: decibels-to-0 is of metrics whose lower values are better'],
  [{ scale: 'value', better: 'lower' }, 'scale: value is of metrics whose higher values'],
  [{ fixedQualities: [1] }, 'need a scale'],
  [{ frontQuality: 1 }, 'need a scale'],
])('%j is refused', (said, message) => {
  expect(() => describe(said)).toThrow(message);
});
