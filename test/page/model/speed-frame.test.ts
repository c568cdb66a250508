import { expect, test } from 'vitest';
import { valueAxis } from '#src/page/model/log-axes.js';
import { atEdge, competitiveRate } from '#src/page/model/speed-frame.js';
import type { SpeedPoint } from '#src/page/model/speed-points.js';

const pointsOf = (rates: readonly (number | null)[]): SpeedPoint[] =>
  rates.map((value) => ({ rate: { value, note: null } }) as SpeedPoint);

test('curves compete up to half more bits than the anchor, or two and a half times the fewest', () => {
  expect(competitiveRate(pointsOf([-50, -20, 0, 400, null]), false)).toBe(50);
  expect(competitiveRate(pointsOf([0.4, 0.5, 0.9, 3]), true)).toBe(1);
});

test('where all compete, or hardly any, all are in the frame', () => {
  expect(competitiveRate(pointsOf([-50, -20, 0]), false)).toBeNull();
  expect(competitiveRate(pointsOf([-50, 0, 400, 500]), false)).toBeNull();
  expect(competitiveRate([], true)).toBeNull();
});

test('what is outside of an axis stands at its nearest edge', () => {
  const axis = valueAxis([1, 10, 100], 5);
  expect(atEdge(axis, 10)).toEqual({ at: 1, out: 0 });
  const [low, high] = axis.range;
  for (const [value, out] of [
    [1e6, 1],
    [1e-6, -1],
  ] as const) {
    const edge = atEdge(axis, value);
    expect(edge.out).toBe(out);
    expect(edge.at).toBeGreaterThan(low);
    expect(edge.at).toBeLessThan(high);
  }
});
