import { describe, expect, test } from 'vitest';
import {
  demandPromised,
  formatsOfName,
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
    ['bmp', 'BM____________\x28\0\0\0'],
    ['bmp', 'BM____________\x0c\0\0\0'],
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
    'BM____________\x29\0\0\0',
    'BM____________\x28\0\0',
    'P8\n',
    'P0\n',
    'P6x',
  ])('nothing of %j', (head) => expect(sniffed(head)).toBeUndefined());
});

test('pam is the one of P7', () => {
  expect(pam.recognises(latin1('P7\nWIDTH 1'))).toBe(true);
  expect(pam.recognises(latin1('P6\n1 1'))).toBe(false);
});

test('names promise formats by their last extension, in either case', () => {
  expect(formatsOfName('a/b.c/photo.JPG')).toEqual([imageFormats.jpeg]);
  expect(formatsOfName('photo.jpg.tif')).toEqual([imageFormats.tiff]);
  expect(formatsOfName('photo.pam')).toEqual([imageFormats.pnm]);
  expect(formatsOfName('photo.pam', [pam, imageFormats.pnm])).toEqual([pam, imageFormats.pnm]);
  for (const none of ['photo', 'photo.jxl', 'png', '.png']) expect(formatsOfName(none)).toEqual([]);
});

test('a name that promises another format is told, with the right one', () => {
  expect(() => demandPromised('a.b.png', imageFormats.jpeg)).toThrow(
    'a.b.png holds JPEG data; rename it to a.b.jpg',
  );
  for (const name of ['a.JPEG', 'a', 'a.bin']) demandPromised(name, imageFormats.jpeg);
  demandPromised('a.png', imageFormats.jpeg, [imageFormats.tiff]);
});

test('an extension is of one format, and titles are told in one order', () => {
  expect(new Set(imageExtensions).size).toBe(imageExtensions.length);
  for (const extension of imageExtensions) expect(extension).toMatch(/^[a-z]+$/);
  expect(formatTitles).toEqual(['PNG', 'JPEG', 'WebP', 'TIFF', 'GIF', 'AVIF', 'PNM', 'BMP']);
});
