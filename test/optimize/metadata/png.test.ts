import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { encodePng } from '#src/image/files/save.js';
import { sharp } from '#src/image/files/sharp.js';
import { readChunks } from '#src/image/png-chunks.js';
import { stripPng } from '#src/optimize/metadata/png.js';
import { picture } from '../../support/photos.ts';
import { withChunk } from '../../support/png.ts';
import { exifBlock, secrets, told } from './files.ts';

const plain = Buffer.from(await encodePng(picture(20, 10)));
const latin1 = (text: string) => Buffer.from(text, 'latin1');
const packed = (keyword: string, text: string) =>
  Buffer.concat([latin1(`${keyword}\0\0`), deflateSync(text)]);
const xmpText = (text: string) => latin1(`XML:com.adobe.xmp\0\0\0\0\0${text}`);
const xmpPacked = (text: string) =>
  Buffer.concat([latin1('XML:com.adobe.xmp\0\x01\0\0\0'), deflateSync(text)]);

describe('stripPng', () => {
  test.each([
    ['tEXt', latin1(`Author\0${secrets.owner}`)],
    ['zTXt', packed('Raw profile type exif', '\nexif\n       8\n45786966')],
    ['zTXt', packed('Comment', secrets.comment)],
    ['iTXt', xmpText(`<GPSLatitude>${secrets.xmp}`)],
    ['eXIf', exifBlock(1)],
    ['tIME', latin1('\x07\xe8\x01\x01\0\0\0')],
    ['prVt', latin1(secrets.owner)],
  ])('%s goes', (type, content) => {
    const stripped = Buffer.from(stripPng(withChunk(plain, type, content)));
    expect(stripped.equals(plain)).toBe(true);
  });

  test.each([
    ['gAMA', latin1('\0\0\xb1\x8f')],
    ['cICP', latin1('\x01\x0d\0\x01')],
    ['sBIT', latin1('\x08\x08\x08')],
  ])('%s stays', (type, content) => {
    const file = withChunk(plain, type, content);
    expect(Buffer.from(stripPng(file)).equals(file)).toBe(true);
  });

  test('an orientation stays, and nothing else of EXIF', async () => {
    const stripped = stripPng(withChunk(plain, 'eXIf', exifBlock(6)));
    expect(told(stripped)).toEqual([]);
    expect(readChunks(stripped).get('eXIf')!.byteLength).toBe(26);
    expect((await sharp(stripped).metadata()).orientation).toBe(6);
  });

  test('XMP that tells a place stays only where that is kept too', () => {
    const place = withChunk(plain, 'iTXt', xmpPacked(`<exif:GPSLatitude>${secrets.xmp}`));
    expect(Buffer.from(stripPng(place, { keep: ['xmp'] })).equals(plain)).toBe(true);
    expect(Buffer.from(stripPng(place, { keep: ['xmp', 'gps'] })).equals(place)).toBe(true);
    const title = withChunk(plain, 'iTXt', xmpPacked('<dc:title>'));
    expect(Buffer.from(stripPng(title, { keep: ['xmp'] })).equals(title)).toBe(true);
  });

  test('a text that unpacks to gigabytes is not unpacked, and goes', () => {
    const bomb = Buffer.concat([
      latin1('XML:com.adobe.xmp\0\x01\0\0\0'),
      deflateSync(Buffer.alloc(2 ** 26)),
    ]);
    const stripped = stripPng(withChunk(plain, 'iTXt', bomb), { keep: ['xmp', 'gps'] });
    expect(Buffer.from(stripped).equals(plain)).toBe(true);
  });

  test('what lies behind the end goes', () => {
    const stripped = stripPng(Buffer.concat([plain, latin1(secrets.owner)]));
    expect(Buffer.from(stripped).equals(plain)).toBe(true);
  });

  test('a file without an end, or with chunks that are no PNG, is refused', () => {
    expect(() => stripPng(plain.subarray(0, -12))).toThrow(/cut short/);
    expect(() => stripPng(withChunk(plain, 'CgBI', latin1('\0')))).toThrow(/CgBI/);
  });
});
