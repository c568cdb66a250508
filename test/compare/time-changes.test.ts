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
