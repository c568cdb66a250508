import { expect, test } from 'vitest';
import { brandsOf, startsWith } from '#src/image/signature.js';

/** A file type box of these brands, four bytes of minor version behind the first. */
function fileType(brands: readonly string[], size = 12 + 4 * brands.length): Buffer {
  const [major = '', ...others] = brands;
  const box = Buffer.concat([
    Buffer.alloc(4),
    Buffer.from(`ftyp${major}`, 'latin1'),
    Buffer.from('abcd', 'latin1'),
    Buffer.from(others.join(''), 'latin1'),
  ]);
  box.writeUInt32BE(size);
  return box;
}

test('a file begins with all of the characters or not at all', () => {
  expect(startsWith(Uint8Array.of(0xff, 0xd8, 0xff), '\xff\xd8')).toBe(true);
  expect(startsWith(Uint8Array.of(0xff, 0xd8, 0xff), '\xff\xd9')).toBe(false);
  expect(startsWith(Uint8Array.of(0xff), '\xff\xd8')).toBe(false);
  expect(startsWith(new Uint8Array(), 'P')).toBe(false);
});

test('brands are those of the box, without the minor version and without what follows', () => {
  expect(brandsOf(fileType(['mif1', 'heic', 'miaf']))).toEqual(['mif1', 'heic', 'miaf']);
  const followed = Buffer.concat([fileType(['avif', 'mif1']), Buffer.from('xxxxmeta')]);
  expect(brandsOf(followed)).toEqual(['avif', 'mif1']);
  expect(brandsOf(fileType(['avif']))).toEqual(['avif']);
});

test('a box that tells a wrong size still has its major brand, and no end without limit', () => {
  expect(brandsOf(fileType(['avif', 'mif1'], 0))).toEqual(['avif']);
  const many = Array.from({ length: 1000 }, () => 'mif1');
  expect(brandsOf(fileType(many))).toHaveLength(61);
  expect(brandsOf(fileType(['avif', 'mif1']).subarray(0, 18))).toEqual(['avif']);
});

test('other files have none', () => {
  expect(brandsOf(Buffer.from('\0\0\0\x14ftyp', 'latin1'))).toEqual([]);
  expect(brandsOf(Buffer.from('\0\0\0\x14styxavif', 'latin1'))).toEqual([]);
  expect(brandsOf(new Uint8Array())).toEqual([]);
});
