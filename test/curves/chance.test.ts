import { describe, expect, test } from 'vitest';
import { rungByChance } from '#src/curves/chance.js';
import { ladderOf } from '#src/curves/knob-ladder.js';

const values = Array.from({ length: 100 }, (_, i) => i + 1);
const grid = [10, 20, 30, 40, 50, 60, 70, 80, 90, 100];
const ladder = ladderOf(values, grid, []);

/** Quality rises by 1 with each value, bytes by 2 %. */
const at = (knob: number, quality = knob) => ({
  rung: knob - 1,
  place: ladder.placeOf(knob),
  quality,
  bytes: Math.exp(0.02 * knob),
});
const guide = grid.map((knob) => at(knob));
const chance = {
  ...{ jitter: 0.4, spread: 3, aim: 0.005, worth: 0.005 },
  target: 50,
};
const next = (known: Parameters<typeof rungByChance>[0], changed: Partial<typeof chance> = {}) => {
  const rung = rungByChance(known, guide, ladder, { ...chance, ...changed });
  return rung === null ? null : ladder.values[rung];
};

describe('rungByChance', () => {
  test('begins where the guide is just above the target', () => {
    expect(next([])).toBe(50);
    expect(next([], { target: 72.4 })).toBeGreaterThanOrEqual(72);
    expect(next([], { target: 72.4 })).toBeLessThanOrEqual(73);
  });

  test('goes on where a point moves the curve to', () => {
    expect(next([at(50, 46)])).toBe(54);
    expect(next([at(50, 54)])).toBe(46);
  });

  test('ends where the next coarser value is unlikely to meet the target', () => {
    expect(next([at(50, 46), at(54, 50.1)])).toBeNull();
    expect(next([at(50, 46), at(54, 51.2)])).toBe(53);
    // What it is worth decides: the same chance for less than is asked.
    expect(next([at(50, 46), at(54, 51.2)], { worth: 0.05 })).toBeNull();
  });

  test('looks below a value that misses by jitter', () => {
    // By 55 the curve lies 1.5 above the guide: 50 misses by chance, and 49 may meet the target.
    const known = [at(55, 56.5), at(50, 49.9), at(51, 52.5), at(52, 53.5)];
    expect(next(known)).toBe(49);
    expect(next(known, { jitter: 0.05 })).toBeNull();
  });

  test('after three misses takes one that very likely meets, the more so after more of them', () => {
    const misses = [at(50, 46), at(54, 49.6), at(55, 49.9)];
    const near = next(misses.slice(0, 2))!;
    const sure = next(misses)!;
    expect(near).toBe(55);
    expect(sure).toBeGreaterThan(55);
    const surest = next([at(40, 36), at(45, 41), ...misses])!;
    expect(surest).toBeGreaterThan(sure);
    expect(surest).toBeLessThan(62);
    expect(next([...misses, at(100, 49)])).toBeNull();
  });

  test('knows of a coarser value that is better than a finer one', () => {
    const evened = values.map((knob) => ({ knob, shift: knob === 49 ? 0.15 : 0 }));
    const uneven = ladderOf(values, grid, [], evened);
    expect(uneven.values.indexOf(49)).toBeGreaterThan(uneven.values.indexOf(50));
    const points = grid.map((knob) => ({ ...at(knob), place: uneven.placeOf(knob) }));
    const rung = rungByChance([], points, uneven, { ...chance, target: 50.4 });
    expect(uneven.values[rung!]).toBe(49);
  });
});
