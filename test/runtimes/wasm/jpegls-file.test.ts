import { describe, expect, test } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import { isJpegls, readJpegls } from '#src/runtimes/wasm/jpegls-file.js';

// Hand-made files (ITU-T T.87, Annex C): markers with their segments, coded data that means nothing.
const start = [0xff, 0xd8];
const comment = [0xff, 0xfe, 0, 4, 1, 2];
const frame = (width: number, height: number, components: number, marker = 0xf7) => [
  ...[0xff, marker, 0, 8 + 3 * components, 8],
  ...[height >> 8, height & 255, width >> 8, width & 255, components],
  ...Array.from({ length: components }, (_, i) => [i + 1, 0x11, 0]).flat(),
];
const scan = (component: number) => [
  ...[0xff, 0xda, 0, 8, 1, component, 0, 0, 0, 0],
  ...[12, 0xff, 0x7f, 34],
];
const end = [0xff, 0xd9];
const fileOf = (...parts: number[][]) => Uint8Array.from(parts.flat());

describe('readJpegls', () => {
  test('tells the size, behind other segments too', () => {
    const file = fileOf(start, comment, frame(300, 2, 1), scan(1), end);
    expect(readJpegls(file)).toEqual({ width: 300, height: 2 });
    const planes = fileOf(start, frame(7, 9, 3), scan(1), scan(2), scan(3), end);
    expect(readJpegls(planes)).toEqual({ width: 7, height: 9 });
  });

  test('goes over restart markers in the coded data', () => {
    const restarts = [0xff, 0xd0, 5, 6, 0xff, 0xd1, 7];
    expect(readJpegls(fileOf(start, frame(7, 9, 1), scan(1), restarts, end)).width).toBe(7);
  });

  test.each([
    ['no header', fileOf(start, comment), /no complete header/],
    ['half a header', fileOf(start, frame(7, 9, 1)).subarray(0, 9), /no complete header/],
    ['2 components', fileOf(start, frame(7, 9, 2), scan(1), end), /2 components; expected 1 or 3/],
    ['no height', fileOf(start, frame(7, 0, 1), scan(1), end), /does not tell its size/],
    ['no end', fileOf(start, frame(7, 9, 1), scan(1)), /do not lead to its end/],
    ['no scan', fileOf(start, frame(7, 9, 1), [1, 2]), /do not lead to its end/],
  ])('refuses a file with %s', (_name, file, message) => {
    expect(() => readJpegls(file)).toThrow(WorkError);
    expect(() => readJpegls(file)).toThrow(message);
  });
});

test('isJpegls goes by the frame header: JPEG begins alike', () => {
  expect(isJpegls(fileOf(start, comment, frame(7, 9, 1)))).toBe(true);
  for (const marker of [0xc0, 0xc2]) {
    expect(isJpegls(fileOf(start, comment, frame(7, 9, 1, marker)))).toBe(false);
  }
  // Tables of Huffman codes, whose marker lies among those of frames.
  expect(isJpegls(fileOf(start, [0xff, 0xc4, 0, 2], frame(7, 9, 1)))).toBe(true);
  expect(isJpegls(fileOf(start, scan(1)))).toBe(false);
});
