import { describe, expect, test } from 'vitest';
import { sharp } from '#src/image/files/sharp.js';
import { tiffOrientation } from '#src/image/tiff-directory.js';

interface Odd {
  readonly order?: string;
  readonly magic?: number;
  readonly directory?: number;
  readonly entries?: number;
  readonly tag?: number;
  readonly type?: number;
  readonly count?: number;
  /** Bytes of the number, and where it lies; the entry's own place unless told. */
  readonly bytes?: 1 | 2 | 4;
  readonly at?: number;
  readonly value?: number;
}

/** EXIF of one entry, 34 bytes. */
function exif(odd: Odd = {}): Uint8Array {
  const { order = 'MM', magic = 42, directory = 8, entries = 1, tag = 0x0112, type = 3 } = odd;
  const { count = 1, bytes = 2, at, value = 6 } = odd;
  const little = order === 'II';
  const tiff = Buffer.alloc(34);
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.length);
  tiff.write(order, 0, 'latin1');
  view.setUint16(2, magic, little);
  view.setUint32(4, directory, little);
  view.setUint16(8, entries, little);
  view.setUint16(10, tag, little);
  view.setUint16(12, type, little);
  view.setUint32(14, count, little);
  if (at !== undefined) view.setUint32(18, at, little);
  const place = at !== undefined && at < 32 ? at : 18;
  if (at === undefined || at < 32) {
    if (bytes === 1) view.setUint8(place, value);
    else if (bytes === 2) view.setUint16(place, value, little);
    else view.setUint32(place, value, little);
  }
  return tiff;
}

test('the orientation is read in both byte orders, and nonsense is upright', () => {
  for (const order of ['II', 'MM']) {
    for (let value = 1; value <= 8; value++) {
      expect(tiffOrientation(exif({ order, value }))).toBe(value);
    }
    for (const odd of [{ value: 0 }, { value: 9 }, { tag: 0x0113 }, { entries: 0 }]) {
      expect(tiffOrientation(exif({ order, ...odd }))).toBe(1);
    }
    for (let length = 0; length < 22; length++) {
      expect(tiffOrientation(exif({ order }).subarray(0, length))).toBe(1);
    }
  }
});

describe('odd EXIF is read as libvips does', async () => {
  const picture = sharp({ create: { width: 8, height: 8, channels: 3, background: 'teal' } });
  const jpeg = await picture.jpeg().toBuffer();
  const orientationOf = async (tiff: Uint8Array): Promise<number> => {
    const length = tiff.length + 8;
    const start = Uint8Array.of(0xff, 0xe1, length >> 8, length & 255);
    const name = Buffer.from('Exif\0\0', 'latin1');
    const file = Buffer.concat([jpeg.subarray(0, 2), start, name, tiff, jpeg.subarray(2)]);
    return (await sharp(file).metadata()).orientation ?? 1;
  };
  const odd: Record<string, Odd> = {
    'another byte order': { order: 'XX' },
    'another number behind it': { magic: 43 },
    'a directory within the header': { directory: 4 },
    'a number of 32 bits': { type: 4, bytes: 4 },
    'a number of 8 bits': { type: 1, bytes: 1 },
    'a number with a sign': { type: 8 },
    'a type that is none': { type: 0 },
    'an unknown type': { type: 99 },
    'a text': { type: 2 },
    'no value': { count: 0 },
    'two values': { count: 2 },
    'three values elsewhere': { count: 3, at: 26 },
    'three values beyond the end': { count: 3, at: 60_000 },
    'more entries than there are': { entries: 5000 },
  };
  test.each(Object.entries(odd))('%s', async (_, each) => {
    for (const order of each.order === undefined ? ['MM', 'II'] : [each.order]) {
      const tiff = exif({ ...each, order });
      expect(tiffOrientation(tiff)).toBe(await orientationOf(tiff));
    }
  });
});
