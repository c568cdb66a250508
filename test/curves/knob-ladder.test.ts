import { expect, test } from 'vitest';
import { knobValues, ladderOf } from '#src/curves/knob-ladder.js';

test('a knob by which quality rises goes up, one by which it falls goes down', () => {
  const rising = ladderOf(
    [3, 1, 2],
    [1, 2, 3],
    [
      { knob: 1, quality: 10 },
      { knob: 3, quality: 30 },
    ],
  );
  expect(rising.values).toEqual([1, 2, 3]);
  const falling = ladderOf(
    [1, 2, 3],
    [1, 2, 3],
    [
      { knob: 3, quality: 10 },
      { knob: 1, quality: 30 },
    ],
  );
  expect(falling.values).toEqual([3, 2, 1]);
  expect(falling.places).toEqual([-2, -1, -0]);
});

test('places count the grid, between its values and beyond them', () => {
  const { values, places } = ladderOf([1, 5, 7.5, 10, 20, 30, 40], [5, 10, 30], []);
  expect(values).toEqual([1, 5, 7.5, 10, 20, 30, 40]);
  expect(places).toEqual([-0.8, 0, 0.5, 1, 1.5, 2, 2.5]);
});

test('uneven values lie where their quality does, between those that are listed on a straight line', () => {
  const evened = [
    { knob: 2, shift: 0 },
    { knob: 4, shift: 1 },
    { knob: 5, shift: -0.5 },
  ];
  const rising = ladderOf([1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6], [], evened);
  expect(rising.values).toEqual([1, 2, 3, 5, 4, 6]);
  expect(rising.places).toEqual([0, 1, 2.5, 3.5, 4, 4.5]);
  expect(rising.placeOf(4)).toBe(4);
  expect(rising.placeOf(4.5)).toBeCloseTo(3.75, 10);
  const points = [
    { knob: 1, quality: 9 },
    { knob: 6, quality: 1 },
  ];
  const falling = ladderOf([1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6], points, evened);
  expect(falling.values).toEqual(rising.values.toReversed());
  expect(falling.placeOf(4)).toBe(-4);
});

test('without a grid that tells anything the values are their own places', () => {
  expect(ladderOf([4, 6], [4], []).places).toEqual([0, 2]);
  expect(ladderOf([4], [], []).places).toEqual([4]);
});

test('the values of a continuous knob are round, within the bounds, and hold the grid', () => {
  const values = knobValues([0.3, 0.5, 1], { min: 0.25, max: 15, parts: 10 });
  expect(values).toEqual(values.toSorted((a, b) => a - b));
  expect(new Set(values).size).toBe(values.length);
  for (const value of [0.3, 0.5, 1]) expect(values).toContain(value);
  expect(values[0]).toBe(0.26);
  expect(values.at(-1)).toBe(1.5);
  expect(values.filter((value) => value > 0.3 && value < 0.5)).toEqual([
    0.32, 0.34, 0.36, 0.38, 0.4, 0.42, 0.44, 0.46, 0.48,
  ]);
  expect(values.filter((value) => value > 0.5 && value < 1)).toHaveLength(9);
});
