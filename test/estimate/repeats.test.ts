import { expect, test } from 'vitest';
import { repeatedShare } from '#src/estimate/repeats.js';
import { convert } from '#src/image/convert.js';
import { crop } from '#src/image/crop.js';
import { picture } from '../support/photos.ts';

/** A picture of 4x4 blocks, each of the number that is given; 0 is flat. */
function blocks(numbers: readonly number[]) {
  const image = picture(64, 64);
  numbers.forEach((number, i) => {
    const { data } = number === 0 ? flat() : crop(picture(16, 16, number), whole);
    for (let y = 0; y < 16; y++) {
      const at = ((Math.floor(i / 4) * 16 + y) * 64 + (i % 4) * 16) * 3;
      image.data.set(data.subarray(48 * y, 48 * (y + 1)), at);
    }
  });
  return image;
}
const whole = { left: 0, top: 0, width: 16, height: 16 };
function flat() {
  const image = picture(16, 16);
  image.data.fill(77);
  return image;
}

const different = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];

test('blocks that are there once do not count, nor those of one colour', () => {
  expect(repeatedShare(blocks(different))).toBe(0);
  expect(repeatedShare(blocks(different.map((n) => (n > 6 ? 0 : n))))).toBe(0);
});

test('blocks that are there twice and more count, each of them', () => {
  const repeated = different.map((n) => (n > 13 ? 1 : n));
  expect(repeatedShare(blocks(repeated))).toBe(4 / 16);
  expect(repeatedShare(convert(blocks(repeated), { channels: 4, depth: 16 }))).toBe(4 / 16);
  expect(repeatedShare(blocks(different.map(() => 3)))).toBe(1);
});

test('a block that differs in one sample is another', () => {
  const image = blocks(different.map((n) => (n === 16 ? 1 : n)));
  expect(repeatedShare(image)).toBe(2 / 16);
  image.data[(50 * 64 + 50) * 3 + 1]! ^= 1;
  expect(repeatedShare(image)).toBe(0);
});

test('blocks that differ by a few levels within do not count, as smooth grounds of JPEG files do', () => {
  for (const depth of [8, 16] as const) {
    const faint = convert(blocks(different.map(() => 0)), { channels: 3, depth });
    const level = depth === 8 ? 1 : 257;
    faint.data.forEach((sample, i) => {
      faint.data[i] = sample + level * (i % 5);
    });
    expect(repeatedShare(faint)).toBe(0);
    faint.data.forEach((sample, i) => {
      // A stroke of a letter, in every block.
      if (Math.floor(i / 3) % 16 === 7) faint.data[i] = sample + 60 * level;
    });
    expect(repeatedShare(faint)).toBeGreaterThan(0.9);
  }
});

test('a picture that is smaller than a block has none', () => {
  expect(repeatedShare(picture(15, 400))).toBe(0);
});
