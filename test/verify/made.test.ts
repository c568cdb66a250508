import { expect, test } from 'vitest';
import { UsageError } from '#src/base/errors.js';
import { makePair } from '#src/verify/made.js';

const differences = (name: string) => {
  const [a, b] = makePair(name);
  return Array.from(a.data, (sample, i) => b.data[i]! - sample);
};

test('pairs differ as their names say', () => {
  expect(new Set(differences('one level brighter'))).toEqual(new Set([1]));
  expect(differences('ten levels bluer').every((each, i) => each === (i % 3 === 2 ? 10 : 0))).toBe(
    true,
  );
  expect(new Set(differences('flat, 100 and 150'))).toEqual(new Set([50]));
  const inverted = differences('half of it inverted');
  expect(inverted.filter((each) => each === 255)).toHaveLength(inverted.length / 2);
});

test('a pair is of 256x192 pixels, and has room above its texture', () => {
  const [picture] = makePair('ten levels bluer');
  expect(picture).toMatchObject({ width: 256, height: 192, channels: 3, depth: 8 });
  expect(picture.data.every((sample) => sample >= 20 && sample <= 235)).toBe(true);
});

test('an unknown name is refused', () => {
  for (const name of ['two levels brighter', 'constructor']) {
    expect(() => makePair(name)).toThrow(UsageError);
  }
});
