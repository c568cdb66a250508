import { expect, test } from 'vitest';
import { encodePng } from '#src/image/files/save.js';
import { readChunks } from '#src/image/png-chunks.js';
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
