import { expect, test } from 'vitest';
import { tiffOrientation } from '#src/image/tiff-directory.js';
import { keptExif, orientationExif } from '#src/optimize/metadata/exif.js';
import type { MetadataKind } from '#src/optimize/metadata/kinds.js';
import { exifBlock, secrets, told } from './files.ts';

const kept = (exif: Uint8Array, ...keep: MetadataKind[]) =>
  keptExif(exif, (kind) => keep.includes(kind));

test('the orientation is read, whatever the byte order, and 1 where there is none', () => {
  expect(tiffOrientation(exifBlock(6))).toBe(6);
  for (let value = 1; value <= 8; value++) {
    expect(tiffOrientation(orientationExif(value))).toBe(value);
  }
  const little = Buffer.from('49492a0008000000010012010300010000000800000000000000', 'hex');
  expect(tiffOrientation(little)).toBe(8);
  expect(tiffOrientation(orientationExif(9))).toBe(1);
  expect(tiffOrientation(Buffer.from('MM\0*'))).toBe(1);
  expect(tiffOrientation(new Uint8Array(0))).toBe(1);
});

test('nothing stays unless told, but an orientation other than 1', () => {
  expect(kept(exifBlock(1))).toBeNull();
  expect(kept(exifBlock(6))).toEqual(orientationExif(6));
});

test('kept without place and thumbnail it has neither, and all else at the same offsets', () => {
  const whole = exifBlock(3);
  const bare = kept(whole, 'exif')!;
  expect(bare.length).toBe(whole.length);
  expect(told(bare)).toEqual(['owner']);
  expect(Buffer.from(bare).includes('THUMB')).toBe(false);
  expect(tiffOrientation(bare)).toBe(3);
  expect(Buffer.from(bare).indexOf(secrets.owner)).toBe(whole.indexOf(secrets.owner));
  expect([...bare.subarray(8, 10)]).toEqual([0, 2]);
  // No second directory.
  expect(Buffer.from(bare).readUInt32BE(10 + 24)).toBe(0);
});

test('place and thumbnail stay where they are kept too', () => {
  const whole = exifBlock();
  expect(told(kept(whole, 'exif', 'gps')!)).toEqual(['owner', 'place']);
  expect(Buffer.from(kept(whole, 'exif', 'thumbnails')!).includes('THUMB')).toBe(true);
  expect(kept(whole, 'exif', 'gps', 'thumbnails')).toEqual(new Uint8Array(whole));
});

test('broken EXIF goes, and never breaks anything', () => {
  const whole = exifBlock();
  for (let at = 0; at < whole.length; at++) {
    for (const value of [0, 0xff]) {
      const broken = Buffer.from(whole);
      broken[at] = value;
      const bare = kept(broken, 'exif');
      expect(bare === null || bare.length <= whole.length).toBe(true);
    }
    kept(whole.subarray(0, at), 'exif');
  }
});
