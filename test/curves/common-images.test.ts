import { expect, test } from 'vitest';
import { commonImages } from '#src/curves/common-images.js';

/** A curve by images, each with the places of the points at which it has a value. */
const curve = (images: Record<string, readonly number[]>) =>
  new Map(Object.entries(images).map(([image, points]) => [image, new Set(points)]));
const all = [0, 1, 2, 3];

test('an image without any value is left out, and all others stay', () => {
  const jpeg = curve({ a: all, b: all, c: all });
  expect(commonImages(jpeg, curve({ a: all, b: all, c: all }))).toEqual(['a', 'b', 'c']);
  expect(commonImages(jpeg, curve({ a: all, c: all }))).toEqual(['a', 'c']);
});

test('those that lack most are left out first, of both curves together', () => {
  const jpeg = curve({ a: all, b: [1, 2, 3], c: all, d: all });
  expect(commonImages(jpeg, curve({ a: all, b: all, c: all, d: [2] }))).toEqual(['a', 'c']);
  const longer = [...all, 4];
  const few = curve({ a: longer, b: longer, c: [0, 4] });
  expect(commonImages(few, curve({ a: longer, b: [0, 1, 2, 3], c: longer }))).toEqual(['a', 'b']);
});

test('as few as are needed are left out: points that an image lacks may go where there are enough', () => {
  const longer = [...all, 4];
  expect(commonImages(curve({ a: longer, b: all }), curve({ a: longer, b: longer }))).toEqual([
    'a',
    'b',
  ]);
});

test('there are none where no image has points enough, or all lack as much', () => {
  expect(commonImages(curve({ a: [0, 1, 2] }), curve({ a: all }))).toEqual([]);
  expect(commonImages(curve({}), curve({ a: all }))).toEqual([]);
  const [left, right] = [curve({ a: [0, 1, 2, 3], b: [1, 2, 3, 4] }), curve({ a: all, b: all })];
  expect(commonImages(left, right)).toEqual([]);
});
