import { expect, test } from 'vitest';
import { type Change, judge, level, pairedFigures } from '#src/compare/change.js';

const subject = { dataset: 'set', crop: null, codec: 'webp', spec: 'webp' };
const change = (changes: Partial<Change>): Change => ({
  ...{ kind: 'size', subject, metric: null, testbed: null, images: 9 },
  ...{ value: 0.9, low: null, high: null, p: 0.001, reason: null, better: 'lower' },
  ...changes,
});
const verdicts = (...changes: Change[]) => judge(changes).map(({ verdict }) => verdict);

test('ratios are judged about 1, differences about 0, by which way is better', () => {
  expect(
    verdicts(
      change({}),
      change({ value: 1.1 }),
      change({ kind: 'metric', value: 0.9, better: 'higher' }),
      change({ kind: 'metric', value: 0.9, better: 'lower' }),
      change({ kind: 'bd-rate', value: -3 }),
      change({ kind: 'encode', value: 1.1 }),
      change({ kind: 'metric', value: 2, better: null }),
      change({ p: null }),
      change({ p: 0.9 }),
    ),
  ).toEqual([
    ...['better', 'worse', 'better', 'worse', 'better', 'worse'],
    ...['differs', 'not tested', 'not significant'],
  ]);
});

test('p values are adjusted for all tests of the report', () => {
  const [alone] = judge([change({ p: 0.03 })]);
  expect([alone!.adjusted, alone!.verdict]).toEqual([0.03, 'better']);
  const two = judge([change({ p: 0.03 }), change({ p: 0.04 })]);
  expect(two.map(({ adjusted }) => adjusted)).toEqual([0.06, 0.06]);
  expect(two[0]!.adjusted).toBeGreaterThan(level);
});

test('paired differences: the mean, its interval, and the test', () => {
  const up = [1, 2, 3, 4, 5, 6, 7, 8];
  const { value, low, high, p, reason } = pairedFigures(up);
  expect([value, p, reason]).toEqual([4.5, 2 / 2 ** 8, null]);
  expect([low! < 4.5, high! > 4.5]).toEqual([true, true]);
  expect(pairedFigures([1, Number.POSITIVE_INFINITY]).value).toBe(1);
  expect(pairedFigures([0, 0]).reason).toBe('nothing differs');
  expect(pairedFigures([2, 2, 2])).toMatchObject({ value: 2, low: 2, high: 2, p: null });
});

test('at the level itself nothing is significant, and what has no value is not tested', () => {
  expect(verdicts(change({ p: level }))).toEqual(['not significant']);
  expect(verdicts(change({ p: level - 1e-9 }))).toEqual(['better']);
  expect(verdicts(change({ value: null }))).toEqual(['not tested']);
  expect(level).toBe(0.05);
});

test('tests that could say nothing take no part in the adjustment of others', () => {
  const judged = judge([change({ p: null }), change({ p: 0.03 }), change({ p: null })]);
  expect(judged.map(({ adjusted }) => adjusted)).toEqual([null, 0.03, null]);
});

test('two values have an interval, one has none; six that agree are enough, five too few', () => {
  const two = pairedFigures([1, 2]);
  expect([two.value, two.low, two.high]).toEqual([1.5, 1, 2]);
  expect(pairedFigures([1])).toMatchObject({ value: 1, low: null, high: null, p: null });
  const none = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  expect(pairedFigures(none)).toMatchObject({ value: null, low: null, high: null });
  expect(pairedFigures([1, 2, 3, 4, 5, 6])).toMatchObject({ p: 2 / 64, reason: null });
  const five = '5 images that differ are too few for any significance';
  expect(pairedFigures([0, 1, 2, 3, 4, 5])).toMatchObject({ p: null, reason: five });
});
