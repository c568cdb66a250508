import { expect, test } from 'vitest';
import { stripJxl } from '#src/optimize/metadata/jxl.js';
import { exifBlock, secrets, told } from './files.ts';

function box(type: string, content: Uint8Array | string): Buffer {
  const bytes = Buffer.from(content as string, 'latin1');
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + bytes.length);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, bytes]);
}

const start = [box('JXL ', '\r\n\x87\n'), box('ftyp', 'jxl \0\0\0\0jxl ')];
const picture = box('jxlc', '\xff\x0asamples');
const exif = box('Exif', Buffer.concat([Buffer.alloc(4), exifBlock(1)]));
const xmp = box('xml ', `<GPSLatitude>${secrets.xmp}`);
const packed = box('brob', `xml ${secrets.owner}`);
const jpeg = box('jbrd', 'what makes the JPEG again');
const file = (...boxes: Buffer[]) => Buffer.concat([...start, ...boxes]);

test('EXIF, XMP, packed metadata and unknown boxes go', () => {
  const whole = file(exif, picture, xmp, packed, box('jumb', secrets.comment));
  expect(told(whole)).toEqual(['owner', 'xmp', 'comment', 'place']);
  expect(Buffer.from(stripJxl(whole)).equals(file(picture))).toBe(true);
});

test('what the JPEG is made from goes with its metadata, and only with them', () => {
  expect(Buffer.from(stripJxl(file(jpeg, exif, picture))).equals(file(picture))).toBe(true);
  const bare = file(jpeg, picture);
  expect(stripJxl(bare)).toBe(bare);
});

test('what is kept stays', () => {
  const whole = file(jpeg, exif, xmp, packed, picture);
  const keep = ['exif', 'gps', 'thumbnails', 'xmp'] as const;
  expect(stripJxl(whole, { keep })).toBe(whole);
  expect(told(stripJxl(whole, { keep: ['exif'] }))).toEqual(['owner']);
});

test('a bare codestream is as it was', () => {
  const bare = Buffer.from('\xff\x0asamples', 'latin1');
  expect(stripJxl(bare)).toBe(bare);
});
