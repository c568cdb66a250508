import { describe, expect, test } from 'vitest';
import { sharp } from '#src/image/files/sharp.js';
import { stripTiff } from '#src/optimize/metadata/tiff.js';
import { picture } from '../../support/photos.ts';
import { secrets, told } from './files.ts';

/** A TIFF file of grey, one strip a page, each with the given entries (tag, type, values as bytes). */
function tiff(
  little: boolean,
  pages: readonly (readonly [tag: number, type: number, count: number, value: Buffer])[][],
): Buffer {
  const u16 = (value: number) => {
    const bytes = Buffer.alloc(2);
    little ? bytes.writeUInt16LE(value) : bytes.writeUInt16BE(value);
    return bytes;
  };
  const u32 = (value: number) => {
    const bytes = Buffer.alloc(4);
    little ? bytes.writeUInt32LE(value) : bytes.writeUInt32BE(value);
    return bytes;
  };
  const long = (tag: number, value: number) => [tag, 4, 1, u32(value)] as const;
  let file = Buffer.concat([Buffer.from(little ? 'II' : 'MM'), u16(42), u32(0)]);
  let link = 4;
  for (const [n, extra] of pages.entries()) {
    const strip = file.length;
    file = Buffer.concat([file, Buffer.from([10 + n, 20, 30, 40, 50, 60])]);
    const entries = [
      ...[long(256, 3), long(257, 2), long(258, 8), long(259, 1), long(262, 1)],
      ...[long(273, strip), long(277, 1), long(278, 2), long(279, 6)],
      ...extra,
    ].sort(([a], [b]) => a - b);
    const placed = entries.map(([tag, type, count, value]) => {
      if (value.length <= 4)
        return [tag, type, count, Buffer.concat([value, Buffer.alloc(4 - value.length)])] as const;
      const at = file.length;
      file = Buffer.concat([file, value, Buffer.alloc(value.length & 1)]);
      return [tag, type, count, u32(at)] as const;
    });
    u32(file.length).copy(file, link);
    link = file.length + 2 + 12 * placed.length;
    const rows = placed.map(([tag, type, count, value]) =>
      Buffer.concat([u16(tag), u16(type), u32(count), value]),
    );
    file = Buffer.concat([file, u16(placed.length), ...rows, u32(0)]);
  }
  return file;
}

const text = (tag: number, value: string) =>
  [tag, 2, value.length + 1, Buffer.from(`${value}\0`)] as const;
const blob = (tag: number, value: Uint8Array) =>
  [tag, 7, value.length, Buffer.from(value)] as const;

const extra = [
  text(270, secrets.comment),
  text(315, secrets.owner),
  blob(700, Buffer.from(`<x>GPS ${secrets.xmp}</x>`)),
  blob(33723, Buffer.from(secrets.owner)),
  blob(34853, secrets.place),
  blob(34737, Buffer.from(secrets.owner)),
  blob(65000, Buffer.from(secrets.owner)),
];

describe.each([true, false])('little-endian: %s', (little) => {
  test('texts, places and unknown tags go; pages and samples stay', async () => {
    const file = tiff(little, [extra, [text(306, '2020:01:01')]]);
    expect(told(file)).toEqual(['owner', 'xmp', 'comment', 'place']);
    const stripped = stripTiff(file);
    expect(told(stripped)).toEqual([]);
    expect(stripped.length).toBeLessThan(file.length);
    for (const page of [0, 1]) {
      const [before, after] = await Promise.all(
        [file, stripped].map((each) => sharp(each, { page, failOn: 'none' }).raw().toBuffer()),
      );
      expect([...after!]).toEqual([...before!]);
    }
    expect((await sharp(stripped).metadata()).pages).toBe(2);
  });

  test('kinds are kept one by one', () => {
    const file = tiff(little, [extra]);
    expect(told(stripTiff(file, { keep: ['comments'] }))).toEqual(['owner', 'comment']);
    expect(told(stripTiff(file, { keep: ['xmp'] }))).toEqual([]);
    expect(told(stripTiff(file, { keep: ['xmp', 'gps'] }))).toEqual(['xmp']);
    expect(told(stripTiff(file, { keep: ['iptc'] }))).toEqual(['owner']);
  });
});

test('strips, tiles, every compression and profile decode as before', async () => {
  const { data, width, height, channels } = picture(70, 50);
  for (const options of [
    { compression: 'deflate', predictor: 'horizontal' },
    { compression: 'lzw', tile: true, tileWidth: 16, tileHeight: 16 },
    { compression: 'jpeg', quality: 80 },
    { compression: 'none', bigtiff: false },
  ] as const) {
    const file = await sharp(data, { raw: { width, height, channels } })
      .withIccProfile('p3')
      .tiff(options)
      .withXmp(`<x>${secrets.xmp}</x>`)
      .toBuffer();
    const stripped = stripTiff(file);
    expect(told(stripped)).toEqual([]);
    const [before, after] = await Promise.all(
      [file, stripped].map((f) => sharp(f).raw().toBuffer()),
    );
    expect(after!.equals(before!)).toBe(true);
    expect((await sharp(stripped).metadata()).icc).toEqual((await sharp(file).metadata()).icc);
  }
});

test('broken files are refused with a reason', () => {
  const file = tiff(true, [[]]);
  expect(() => stripTiff(file.subarray(0, file.length - 5))).toThrow(/cut short/);
  expect(() => stripTiff(Buffer.from('II+\0\x08\0\0\0'))).toThrow(/BigTIFF/);
  const looped = Buffer.from(file);
  looped.writeUInt32LE(looped.readUInt32LE(4), looped.length - 4);
  expect(() => stripTiff(looped)).toThrow(/no end/);
  const strip = tiff(true, [[[273, 4, 1, Buffer.from([0xff, 0xff, 0, 0])]]]);
  expect(() => stripTiff(strip)).toThrow(/beyond its end/);
  const old = tiff(true, [[[259, 3, 1, Buffer.from([6, 0])]]]);
  expect(() => stripTiff(old)).toThrow(/TIFF 6.0/);
});
