import { expect, test } from 'vitest';
import { readPngHead } from '#src/resize/fast/png/head.js';
import { chunk, fileOf, header, height, kinds, pixels, width } from './pictures.ts';

test.each(Object.keys(kinds))('%s is taken', (kind) => {
  const head = readPngHead(kinds[kind]!);
  expect(head).toMatchObject({ width, height, orientation: 1, refused: null });
  expect(head.pixelBytes).toBe(kind.startsWith('rgba') ? 4 : kind.startsWith('rgb') ? 3 : 1);
  expect([head.palette !== null, head.alphas !== null]).toEqual([
    kind.startsWith('palette'),
    kind === 'palette with alpha',
  ]);
});

test('chunks that say nothing of colours are passed over, and sRGB says what is taken for granted', () => {
  const text = chunk('tEXt', Buffer.from('a\0b'));
  const srgb = chunk('sRGB', Buffer.of(0));
  const gamma = chunk('gAMA', Buffer.of(0, 0, 177, 143));
  expect(readPngHead(fileOf(header(), srgb, gamma, text, text, pixels())).refused).toBeNull();
  expect(readPngHead(fileOf(header(), gamma, pixels())).refused).toBe('it has a chunk gAMA');
});

test.each([
  ['16 bits a sample', fileOf(header({ depth: 16 }), pixels())],
  ['grey with alpha', fileOf(header({ type: 4 }), pixels())],
  ['it is interlaced', fileOf(header({ interlace: 1 }), pixels())],
  ['it has no palette', fileOf(header({ type: 3 }), pixels())],
  ['one colour of it is transparent', fileOf(header(), chunk('tRNS', Buffer.alloc(6)), pixels())],
  ['it has a chunk iCCP', fileOf(header(), chunk('iCCP', Buffer.alloc(9)), pixels())],
  ['it has a chunk eXIf', fileOf(header(), pixels(), chunk('eXIf', Buffer.alloc(9)))],
  ['it has a chunk acTL', fileOf(header(), chunk('acTL', Buffer.alloc(8)), pixels())],
  ['a checksum of it is wrong', fileOf(header(), chunk('IDAT', Buffer.alloc(9), 1))],
  [
    'its pixels are in several places',
    fileOf(header(), pixels(), chunk('tIME', Buffer.alloc(7)), pixels()),
  ],
  ['a chunk of it stands twice', fileOf(header(), header(), pixels())],
  ['it is cut short', fileOf(header())],
  ['it is cut short', fileOf(header(), pixels()).subarray(0, -5)],
])('%s: for the libraries', (refused, file) => {
  expect(readPngHead(file).refused).toBe(refused);
});

test('what is no PNG file is an error', () => {
  expect(() => readPngHead(Buffer.from('hello'))).toThrow('no PNG');
  expect(() => readPngHead(fileOf(pixels()))).toThrow('no header');
});
