import { describe, expect, test } from 'vitest';
import { errorAxis, gapAxis, percentAxis, valueAxis } from '#src/page/model/log-axes.js';

describe('axes', () => {
  test('half the rate is as far from 0 as twice', () => {
    const { place, ticks } = percentAxis([-50, 100], 8);
    expect(place(-50)).toBeCloseTo(-place(100), 12);
    expect(ticks.map(({ text }) => text)).toContain('0');
  });

  test('have a few ticks, whatever the range', () => {
    for (const values of [[0.01, 1000], [1.06, 1.09], [5], [3, 3.0001]]) {
      const { ticks, range } = valueAxis(values, 8);
      expect(ticks.length, String(values)).toBeGreaterThan(0);
      expect(ticks.length, String(values)).toBeLessThan(12);
      for (const { at } of ticks) expect(at >= range[0] && at <= range[1]).toBe(true);
    }
    expect(percentAxis([-1.2, -0.9], 6).ticks.length).toBeGreaterThan(1);
  });

  test('gaps of thousands and of less than nothing have room and ticks on one axis', () => {
    const { place, range, ticks } = gapAxis([0, -6.4, 0.1, 44, 1996], 12);
    const places = [-6.4, 0, 0.1, 44, 1996].map(place);
    expect(places).toEqual(places.toSorted((x, y) => x - y));
    expect(place(0)).toBe(0);
    expect((place(44) - place(0.1)) / (range[1] - range[0])).toBeGreaterThan(0.2);
    expect(ticks.map(({ text }) => text)).toEqual(expect.arrayContaining(['0', '+10', '+1000']));
  });

  test('errors of 0 and of hundreds stand on one axis', () => {
    const { place, range, ticks } = errorAxis([0, 0.1, 1.5, 300], 10);
    expect(place(0)).toBe(0);
    expect((place(300) - place(1.5)) / (range[1] - range[0])).toBeLessThan(0.8);
    expect(ticks.map(({ text }) => text)).toEqual(expect.arrayContaining(['0', '1', '10', '100']));
  });
});
