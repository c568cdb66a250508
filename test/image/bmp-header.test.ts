import { expect, test } from 'vitest';
import { readBmpHeader } from '#src/image/bmp-header.js';
import { bmpFile } from './bmp-file.ts';

test('size, order of rows, kind of pixels and where they begin', () => {
  expect(readBmpHeader(bmpFile({ width: 7, height: -5, bits: 16 }))).toEqual({
    ...{ width: 7, height: 5, topDown: true, bits: 16, runs: null, start: 54 },
    ...{ masks: [0x7c00, 0x3e0, 0x1f, 0], palette: [] },
  });
  const masks = [1, 2, 4, 8];
  const late = readBmpHeader(bmpFile({ bits: 32, compression: 3, header: 108, masks, space: 1 }));
  expect(late).toMatchObject({ masks, start: 122 });
});

test('a palette has as many colours as the header tells and the pixels leave room for', () => {
  const palette = [1, 2, 3, 0, 4, 5, 6, 0];
  const file = { bits: 4, compression: 2, palette };
  const colours = [
    [3, 2, 1],
    [6, 5, 4],
  ];
  for (const told of [0, 2, 16, 300]) {
    const { palette: read, runs } = readBmpHeader(bmpFile({ ...file, colours: told }));
    expect([read, runs]).toEqual([colours, 'rle4']);
  }
  expect(readBmpHeader(bmpFile({ ...file, colours: 1 })).palette).toEqual([[3, 2, 1]]);
  expect(() => readBmpHeader(bmpFile({ ...file, palette: [] }))).toThrow('BMP is cut short');
});
