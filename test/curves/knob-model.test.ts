import { expect, test } from 'vitest';
import { byteSlope, drawKnobModel } from '#src/curves/knob-model.js';

const line = (...points: [place: number, quality: number][]) =>
  points.map(([place, quality]) => ({ place, quality, bytes: Math.exp(quality / 10) }));

test('a model goes through its points and on straight beyond them', () => {
  const model = drawKnobModel(line([2, 40], [0, 10], [1, 20]), [])!;
  expect([0, 1, 2].map(model)).toEqual([10, 20, 40]);
  expect([-1, 3].map(model)).toEqual([0, 60]);
  expect(model(0.5)).toBeGreaterThan(10);
  expect(model(0.5)).toBeLessThan(20);
});

test('beyond its points a model never falls', () => {
  const model = drawKnobModel(line([0, 10], [1, 40], [2, 38]), [])!;
  expect(model(3)).toBe(38 + 14);
});

test('two points are needed, of one picture or the other', () => {
  expect(drawKnobModel([], [])).toBe(null);
  expect(drawKnobModel(line([1, 20]), line([1, 10]))).toBe(null);
  expect(drawKnobModel(line([1, Infinity], [2, 10]), [])).toBe(null);
  expect(drawKnobModel([], line([0, 10], [1, 20]))!(0.5)).toBe(15);
});

test('a guide gives the shape, the points its height', () => {
  const guide = line([0, 10], [1, 20], [2, 30]);
  const one = drawKnobModel(line([1, 24]), guide)!;
  expect([0, 1, 2].map(one)).toEqual([14, 24, 34]);
  const two = drawKnobModel(line([0, 12], [2, 36]), guide)!;
  expect([-1, 0, 1, 2, 3].map(two)).toEqual([2, 12, 24, 36, 46]);
});

test('bytes by quality: the slope of the part that holds the quality, or of the nearest', () => {
  const points = [
    { place: 0, quality: 10, bytes: 1 },
    { place: 1, quality: 20, bytes: Math.E },
    { place: 2, quality: 30, bytes: Math.E ** 3 },
  ];
  expect(byteSlope(points, 15)).toBeCloseTo(0.1, 12);
  expect(byteSlope(points, 25)).toBeCloseTo(0.2, 12);
  expect(byteSlope(points, 99)).toBeCloseTo(0.2, 12);
  expect(byteSlope(points.slice(0, 1), 15)).toBe(null);
  // A part that grows cheaper as it grows better is noise.
  expect(byteSlope([points[0]!, { place: 1, quality: 20, bytes: 0.5 }], 15)).toBe(null);
});
