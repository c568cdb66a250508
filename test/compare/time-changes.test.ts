import { expect, test } from 'vitest';
import type { Side } from '#src/compare/sides.js';
import { joinTimes, timeChanges } from '#src/compare/time-changes.js';
import { captureTestbed } from '#src/results/capture-testbed.js';
import { facts } from '../support/facts.ts';
import { timingOf } from '../support/records.ts';

const noise = {
  ...{ spec: 'webp', at: '2026-01-01T00:00:00Z', seed: 1, passes: 5, images: 3 },
  encode: { difference: 0.01, low: -0.02, high: 0.03 },
  decode: { difference: 0, low: -0.01, high: 0.01 },
};

function side(factor: number, { passes = 5, known = true, threads = 1 } = {}): Side {
  const timing = ['a', 'b', 'c'].map((image, nth) => {
    const seconds = Array.from({ length: passes }, (_, i) => factor * (1 + nth) * (1 + i / 1000));
    return timingOf({ spec: 'webp', image, encode: seconds, decode: seconds, threads });
  });
  const testbed = { ...captureTestbed([], 'bench'), noise: known ? noise : null };
  return { name: 'x', rd: [], timing, facts, describe: () => testbed };
}

const encodeOf = (a: Side, b: Side) => timeChanges(a, b, new Set()).changes[0]!;

test('a change beyond what the machine does by itself is found, and its ratio told', () => {
  const change = encodeOf(side(1), side(1.2));
  expect(change).toMatchObject({ kind: 'encode', testbed: 'bench', images: 3, better: 'lower' });
  expect(change.value).toBeCloseTo(1.2, 9);
  expect(change.p).toBeLessThan(0.001);
  expect([change.low! < 1.2, change.high! > 1.2]).toEqual([true, true]);
});

test('a change within the A/A noise is none', () => {
  expect(encodeOf(side(1), side(1.02)).p).toBe(1);
});

test('without A/A figures, and with one pass, nothing is tested', () => {
  const unknown = encodeOf(side(1, { known: false }), side(2, { known: false }));
  expect([unknown.p, unknown.reason]).toEqual([null, expect.stringContaining('no A/A figure')]);
  const one = encodeOf(side(1, { passes: 1 }), side(2));
  expect([one.p, one.low, one.reason]).toEqual([null, null, 'one pass tells no interval']);
});

test('times of other thread counts are not joined', () => {
  const joined = joinTimes(side(1), side(1, { threads: 2 }), new Set());
  expect(joined.flatMap(({ pairs }) => pairs)).toEqual([]);
  expect(joined).toHaveLength(2);
});

// Student (1908), the hours of sleep gained by two drugs; t.test(extra ~ group) of R takes them as
// samples of their own: t = -1.8608, df = 17.776, p = 0.07939, interval -3.3654832 to 0.2054832.
const sleep = [
  [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2],
  [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4],
] as const;

function sideOf(logarithms: readonly number[], margin = 0): Side {
  const seconds = logarithms.map((each) => Math.exp(each));
  const timing = [timingOf({ spec: 'webp', image: 'a', encode: seconds, decode: seconds })];
  const bounds = { difference: 0, low: 0, high: Math.expm1(margin) };
  const testbed = {
    ...captureTestbed([], 'bench'),
    noise: { ...noise, encode: bounds, decode: bounds },
  };
  return { name: 'x', rd: [], timing, facts, describe: () => testbed };
}

test('the interval and p are Welch’s, as R has them of the sleep data', () => {
  const { value, low, high, p } = encodeOf(sideOf(sleep[1]), sideOf(sleep[0]));
  expect(Math.log(value!)).toBeCloseTo(-1.58, 12);
  expect(Math.log(low!)).toBeCloseTo(-3.3654832, 6);
  expect(Math.log(high!)).toBeCloseTo(0.2054832, 6);
  expect(p).toBeCloseTo(0.07939, 5);
  expect(encodeOf(sideOf(sleep[0]), sideOf(sleep[1])).p).toBeCloseTo(p!, 12);
});

test('p is Welch’s with sides of unlike length, as in his second example', () => {
  const a = [17.2, 20.9, 22.6, 18.1, 21.7, 21.4, 23.5, 24.2, 14.7, 21.8];
  const b = [
    ...[21.5, 22.8, 21, 23, 21.6, 23.6, 22.5, 20.7, 23.4, 21.8],
    ...[20.7, 21.7, 21.5, 22.5, 23.6, 21.5, 22.5, 23.5, 21.5, 21.8],
  ];
  expect(encodeOf(sideOf(a), sideOf(b)).p).toBeCloseTo(0.149, 3);
});

test('p falls as the margin shrinks, and is 1 where the margin explains the change', () => {
  const of = (margin: number) =>
    encodeOf(sideOf([0, 0.01, 0.02]), sideOf([0.5, 0.51, 0.53], margin)).p!;
  const falling = [0.6, 0.49, 0.45, 0.3, 0].map(of);
  expect(falling[0]).toBe(1);
  for (const [i, p] of falling.slice(1).entries()) expect(p).toBeLessThan(falling[i]!);
});

test('passes that are all alike leave an interval without width, and no doubt', () => {
  const { value, low, high, p } = encodeOf(sideOf([0, 0, 0]), sideOf([1, 1, 1], 0.1));
  expect([low, high]).toEqual([value, value]);
  expect(value).toBeCloseTo(Math.E, 12);
  expect(p).toBe(0);
});

test('failed jobs, and those without samples of both directions, are not joined', () => {
  const of = (changes: Partial<ReturnType<typeof timingOf>>): Side => ({
    ...side(1),
    timing: side(1).timing.map((record) => ({ ...record, ...changes })),
  });
  const [record] = side(1).timing;
  const none = { ...record!.encode, total: [] };
  const error = { stage: 'timeout' as const, message: 'late' };
  for (const changes of [{ error }, { encode: none }, { decode: none }]) {
    expect(joinTimes(of(changes), of(changes), new Set())).toEqual([]);
  }
});

test('the noise is the farthest end of the A/A intervals of both sides', () => {
  const of = (low: number, high: number): Side => {
    const bounds = { difference: 0, low: -0.001, high: 0.001 };
    const own = { ...noise, encode: bounds, decode: { difference: 0, low, high } };
    return { ...side(1), describe: () => ({ ...captureTestbed([], 'bench'), noise: own }) };
  };
  const marginOf = (a: Side, b: Side) => timeChanges(a, b, new Set()).noise;
  const expected = (margin: number) => [
    { testbed: 'bench', margin: expect.closeTo(margin, 12), calibration: null },
  ];
  expect(marginOf(of(0, 0.25), of(-0.5, 0))).toEqual(expected(Math.LN2));
  expect(marginOf(of(0, 3), of(-0.5, 0))).toEqual(expected(Math.log(4)));
  const without: Side = { ...side(1), describe: () => null };
  expect(marginOf(without, of(0, 0.25))).toEqual(expected(Math.log(1.25)));
});
