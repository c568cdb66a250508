import { describe, expect, test } from 'vitest';
import { believe, chanceAbove } from '#src/curves/belief.js';

const guide = (place: number): number => 10 * place;
const doubt = { jitter: 0.5, spread: 4 };
const point = (place: number, quality: number) => ({ place, quality, bytes: 1 });

describe('believe', () => {
  test('without points the guide is expected, as surely as curves keep to it', () => {
    const { mean, deviation } = believe([], guide, doubt)(3);
    expect(mean).toBe(30);
    expect(deviation).toBeCloseTo(Math.hypot(4, 0.5), 10);
  });

  test('a point moves what is near it, and what is far less', () => {
    const expected = believe([point(3, 34)], guide, doubt);
    // 4 above the guide, of which the share spread² / (spread² + jitter²) is the curve's own.
    expect(expected(3).mean).toBeCloseTo(30 + (4 * 16) / 16.25, 10);
    expect(expected(3).deviation).toBeCloseTo(Math.sqrt(16 - 256 / 16.25 + 0.25), 10);
    const moved = [3, 4, 6, 9, 15].map((place) => expected(place).mean - guide(place));
    expect(moved).toEqual(moved.toSorted((a, b) => b - a));
    expect(moved.at(-1)).toBeLessThan(0.01);
    const doubts = [3, 4, 6, 9, 15].map((place) => expected(place).deviation);
    expect(doubts).toEqual(doubts.toSorted((a, b) => a - b));
  });

  test('of points at about one place the mean counts', () => {
    const expected = believe([point(3, 29), point(3.001, 31.01)], guide, doubt);
    expect(expected(3).mean).toBeCloseTo(30, 1);
    expect(expected(3).deviation).toBeGreaterThan(doubt.jitter);
    expect(expected(3).deviation).toBeLessThan(believe([point(3, 29)], guide, doubt)(3).deviation);
  });

  test('where points lie far from the guide less is sure', () => {
    const near = believe([point(3, 34)], guide, doubt);
    const far = believe([point(3, 42)], guide, doubt);
    expect(far(3).mean).toBeCloseTo(30 + (12 * 144) / 144.25, 10);
    expect(far(9).deviation).toBeGreaterThan(2 * near(9).deviation);
  });

  test('exact points tell nothing of the curve', () => {
    expect(believe([point(3, Infinity)], guide, doubt)(3).mean).toBe(30);
  });
});

describe('chanceAbove', () => {
  test.each([
    [0, 0.5],
    [1, 0.158655254],
    [-1, 0.841344746],
    [2.5, 0.006209665],
    [-4, 0.999968329],
  ])('%d deviations above the mean lie %d', (value, share) => {
    expect(chanceAbove({ mean: 0, deviation: 1 }, value)).toBeCloseTo(share, 6);
    expect(chanceAbove({ mean: 7, deviation: 2 }, 7 + 2 * value)).toBeCloseTo(share, 6);
  });
});
