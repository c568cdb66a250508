import { describe, expect, test } from 'vitest';
import { encode } from '#src/codecs/encode.js';
import { formatFacts, formatIds, formatOfFile } from '#src/optimize/formats/table.js';
import { picture } from '../../support/photos.ts';

describe('formatOfFile', () => {
  test.each([
    ['png', 'png'],
    ['jpeg', 'jpeg'],
    ['webp', 'webp'],
    ['avif', 'avif'],
    ['gif', 'gif'],
    ['tiff', 'tiff'],
    ['jpegls', null],
    ['qoi', null],
  ])('a file by %s is of format %s', async (codec, format) => {
    expect(formatOfFile((await encode(picture(9, 9), codec)).bytes)).toBe(format);
  });

  test('bytes that are no picture are of none', () => {
    expect(formatOfFile(new Uint8Array(100))).toBe(null);
    expect(formatOfFile(new Uint8Array())).toBe(null);
  });
});

test('every format is by its own id', () => {
  for (const id of formatIds) expect(formatFacts[id].id).toBe(id);
});
