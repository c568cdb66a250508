import { expect, test } from 'vitest';
import { keeping, keepsXmp } from '#src/optimize/metadata/kinds.js';

test('nothing is kept unless told', () => {
  expect(keeping({})('exif')).toBe(false);
  expect(keeping({ keep: ['exif'] })('exif')).toBe(true);
  expect(keeping({ keep: ['exif'] })('gps')).toBe(false);
});

test('XMP that tells a place is kept only together with places', () => {
  const title = Buffer.from('<dc:title>words</dc:title>');
  for (const place of ['exif:GPSLatitude="1"', '<Iptc4xmpExt:LocationShown>', 'geo:lat="1"']) {
    expect(keepsXmp(Buffer.from(place), keeping({ keep: ['xmp'] }))).toBe(false);
    expect(keepsXmp(Buffer.from(place), keeping({ keep: ['xmp', 'gps'] }))).toBe(true);
  }
  expect(keepsXmp(title, keeping({ keep: ['xmp'] }))).toBe(true);
  expect(keepsXmp(title, keeping({ keep: ['gps'] }))).toBe(false);
});
