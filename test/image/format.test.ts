import { describe, expect, test } from 'vitest';
import {
  formatOfName,
  formatTitles,
  imageExtensions,
  imageFormats,
  pam,
  sniffFormat,
} from '#src/image/format.js';

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
const sniffed = (text: string): string | undefined => sniffFormat(latin1(text))?.id;

describe('sniffFormat', () => {
  test.each([
    ['png', '\x89PNG\r\n\x1a\n'],
    ['jpeg', '\xff\xd8\xff\xe0'],
    ['webp', 'RIFF\n\0\0\0WEBPVP8 '],
    ['tiff', 'II*\0'],
    ['tiff', 'MM\0*'],
    ['tiff', 'II+\0'],
    ['tiff', 'MM\0+'],
    ['gif', 'GIF87a'],
    ['gif', 'GIF89a'],
    ['avif', '\0\0\0\x18ftypavif\0\0\0\0mif1miaf'],
    ['avif', '\0\0\0\x18ftypmif1\0\0\0\0miafavif'],
    ['avif', '\0\0\0\x14ftypavis\0\0\0\0mif1'],
    ['pnm', 'P1\n'],
    ['pnm', 'P6 '],
    ['pnm', 'P5#'],
    ['pnm', 'P7\n'],
  ])('%s', (format, head) => {
    expect(sniffed(head)).toBe(format);
    // Nothing else says that it is its own.
    const owners = Object.values(imageFormats).filter((each) => each.recognises(latin1(head)));
    expect(owners.map(({ id }) => id)).toEqual([format]);
  });

  test.each([
    '',
    '\x89PNG\r\n\x1a',
    '\xff\xd8',
    'RIFF\n\0\0\0WAVE',
    'II*\x01',
    'GIF88a',
    '\0\0\0\x18ftypheic\0\0\0\0mif1heic',
    'P8\n',
    'P0\n',
    'P6x',
  ])('nothing of %j', (head) => expect(sniffed(head)).toBeUndefined());
});

test('pam is the one of P7', () => {
  expect(pam.recognises(latin1('P7\nWIDTH 1'))).toBe(true);
  expect(pam.recognises(latin1('P6\n1 1'))).toBe(false);
});

test('names promise a format by their last extension, in either case', () => {
  expect(formatOfName('a/b.c/photo.JPG')).toBe(imageFormats.jpeg);
  expect(formatOfName('photo.jpg.tif')).toBe(imageFormats.tiff);
  expect(formatOfName('photo.pam')).toBe(imageFormats.pnm);
  for (const none of ['photo', 'photo.jxl', 'png', '.png']) expect(formatOfName(none)).toBeNull();
});

test('an extension is of one format, and titles are told in one order', () => {
  expect(new Set(imageExtensions).size).toBe(imageExtensions.length);
  for (const extension of imageExtensions) expect(extension).toMatch(/^[a-z]+$/);
  expect(formatTitles).toEqual(['PNG', 'JPEG', 'WebP', 'TIFF', 'GIF', 'AVIF', 'PNM']);
});
