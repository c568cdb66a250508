import { expect, test } from 'vitest';
import { flatTable } from '#src/entropy/flat-table.js';
import { encoderDirectory, placeImage, placesOf, symbolOf } from '#src/entropy/table-image.js';

const escaping = { offset: -2, cdf: Uint32Array.of(0, 100, 150, 256), escape: true };
const plain = { offset: 7, cdf: Uint32Array.of(0, 1, 256), escape: false };
// The distribution with an escape has indexes 0 and 2.
const table = flatTable({ precision: 8, distributions: [escaping, plain, escaping] });
const [base, directory] = [4096, 3 * 16];
const wordsOf = ({ bytes }: { bytes: Uint8Array }) =>
  new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);

test('symbols have 16 bits, and a flag where the slot is the escape', () => {
  expect([0, 1, 2].map((slot) => symbolOf(table, 0, slot))).toEqual([
    0xfffe,
    0xffff,
    0 | 0x8000_0000,
  ]);
  expect(symbolOf(table, 1, 1)).toBe(8);
});

test('places of a slot, as they are and turned', () => {
  expect(placesOf(table, 1, 0)).toEqual({ start: 100, stop: 150 });
  expect(placesOf(table, 1, 100)).toEqual({ start: 0, stop: 50 });
  expect(placesOf(table, 1, 120)).toEqual({ start: 236, stop: 286 });
});

test('an entry for each place where they are few', () => {
  const image = placeImage(table, base);
  expect(image).toMatchObject({ base, precision: 8, direct: true });
  const words = wordsOf(image);
  expect([...words.subarray(0, 12)]).toEqual([
    ...[base + directory, 3, -2 >>> 0, 2],
    ...[base + directory + 8 * 256, 3, 7, 2],
    ...[base + directory, 3, -2 >>> 0, 2],
  ]);
  const entry = (number: number, place: number) => {
    const at = directory / 4 + 2 * (256 * number + place);
    return [words[at]!, words[at + 1]!];
  };
  expect(entry(0, 0)).toEqual([0xfffe, 100]);
  expect(entry(0, 149)).toEqual([0xffff | (49 << 16), 50]);
  expect(entry(0, 255)).toEqual([0 | (105 << 16), (106 | 0x8000_0000) >>> 0]);
  expect(entry(1, 0)).toEqual([7, 1]);
});

// 2^16 places a distribution are too many for entries of their own.
// A turn begins with a slot.
test('buckets where there are many, from which the slot of every place is found', () => {
  const random = Array.from({ length: 500 }, (_, i) => (i * 7919 * 13 + 1) % 65_536);
  const cdf = Uint32Array.from(new Set([0, 65_536, ...random])).sort();
  const large = flatTable({ precision: 16, distributions: [{ offset: -9, cdf, escape: false }] });
  for (const turn of [0, cdf[100]!]) {
    const image = placeImage(large, base, Uint32Array.of(turn));
    expect(image.direct).toBe(false);
    const words = wordsOf(image);
    const [pointer, shift] = [words[0]!, words[1]!];
    for (let slot = 0; slot < cdf.length - 1; slot++) {
      const middle = (cdf[slot]! + cdf[slot + 1]!) >> 1;
      const place = (middle - turn) & 0xffff;
      // As the kernels do it: from the bucket's slot on, until the next one begins behind the place.
      let at = (words[(pointer - base) / 4 + (place >> shift)]! - base) / 4;
      while (words[at + 2]! <= place) at += 2;
      expect(words[at + 1]!).toBe((slot - 9) & 0xffff);
    }
  }
});

test('the directory of an encoder', () => {
  expect([...encoderDirectory(table, Uint32Array.of(11, 22))]).toEqual([
    ...[11, -2 >>> 0, 2, 1],
    ...[22, 7, 2, 0],
    ...[11, -2 >>> 0, 2, 1],
  ]);
});
