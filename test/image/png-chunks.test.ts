import { deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { encodePng } from '#src/image/files/save.js';
import { isSound, pngChunks, pngFile, readChunks } from '#src/image/png-chunks.js';
import { readPng } from '#src/image/png-read.js';
import { picture } from '../support/photos.ts';
import { withChunk } from '../support/png.ts';

test('finds what stands before the pixels, of each type the first', async () => {
  const png = await encodePng(picture(20, 10));
  const twice = withChunk(withChunk(png, 'teSt', Buffer.from([2])), 'teSt', Buffer.from([1]));
  const chunks = readChunks(twice);
  expect(chunks.get('teSt')!.getUint8(0)).toBe(1);
  expect(chunks.get('IHDR')!.getUint32(0)).toBe(20);
  expect(chunks.has('IDAT')).toBe(false);
});

test('of a file that is cut short finds what is whole', async () => {
  const png = await encodePng(picture(20, 10));
  expect([...readChunks(png.subarray(0, 34)).keys()]).toEqual(['IHDR']);
  expect([...readChunks(png.subarray(0, 30)).keys()]).toEqual([]);
});

test.each([1, 3, 4] as const)(
  'a file of %i channels has sound chunks and is read',
  async (channels) => {
    const row = Uint8Array.from({ length: 1 + 5 * channels }, (_, i) => (i === 0 ? 0 : 40 * i));
    const file = pngFile({ width: 5, height: 1, channels, depth: 8 }, deflateSync(row));
    const chunks = [...pngChunks(file)];
    expect(chunks.map(({ type }) => type)).toEqual(['IHDR', 'IDAT', 'IEND']);
    expect(chunks.every((chunk) => isSound(file, chunk))).toBe(true);
    const { data } = await readPng(file, { maxPixels: 100 });
    expect([...data]).toEqual([...row.subarray(1)]);
  },
);
