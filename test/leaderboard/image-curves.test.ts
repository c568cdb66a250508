import { expect, test } from 'vitest';
import { curveAt, imageCurves, noImageCurves, placeOf } from '#src/leaderboard/image-curves.js';

const column = (
  point: number,
  cells: readonly [image: number, rate: number, quality: number][],
) => ({
  point,
  images: Int32Array.from(cells, ([image]) => image),
  rate: Float64Array.from(cells, ([, rate]) => rate),
  quality: Float64Array.from(cells, ([, , quality]) => quality),
});
const curves = imageCurves([
  column(0, [
    [1, 0.5, 30],
    [2, 0.25, Number.NaN],
    [4, 0.75, 31],
  ]),
  column(2, [
    [0, 2, 40],
    [1, 1, 35],
    [4, 3, Number.POSITIVE_INFINITY],
  ]),
]);

test('each image has its points, in the order in which the points name the images', () => {
  expect([...curves.images]).toEqual([1, 4, 0]);
  expect(curveAt(curves, 0)).toEqual([
    { rate: 0.5, quality: 30, point: 0 },
    { rate: 1, quality: 35, point: 2 },
  ]);
  expect(curveAt(curves, 1)).toEqual([{ rate: 0.75, quality: 31, point: 0 }]);
  expect(curveAt(curves, 2)).toEqual([{ rate: 2, quality: 40, point: 2 }]);
});

test('an image is found by its index; one without a value on the scale is not there', () => {
  expect([0, 1, 2, 3, 4, 5].map((image) => placeOf(curves, image))).toEqual([
    ...[2, 0, null, null, 1, null],
  ]);
  expect(placeOf(noImageCurves, 0)).toBeNull();
  expect(noImageCurves.images).toHaveLength(0);
});
