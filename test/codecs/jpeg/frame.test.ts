import { describe, expect, test } from 'vitest';
import { readJpegFrame } from '#src/codecs/jpeg/frame.js';
import { jpegHead } from '../jpeg-head.ts';

describe('readJpegFrame', () => {
  test('tells size, process, precision and sampling', () => {
    const fields = { process: 2, precision: 12, width: 300, height: 20, sampling: [0x21, 0x11] };
    expect(readJpegFrame(jpegHead(fields))).toEqual({
      ...{ width: 300, height: 20, process: 2, precision: 12 },
      sampling: [
        [2, 1],
        [1, 1],
      ],
    });
  });

  const segment = (marker: number, length: number): number[] => [
    ...[0xff, marker, length >> 8, length & 255],
    ...Array<number>(length - 2).fill(0xff),
  ];
  test.each([
    ['segments of other meaning', [...segment(0xe0, 16), ...segment(0xdb, 67)]],
    ['tables that stand among the frame headers', [0xc4, 0xc8, 0xcc].flatMap((m) => segment(m, 9))],
    ['fill bytes', [0xff, 0xff, 0xff]],
    ['markers without a segment', [0xff, 0x01, 0xff, 0xd0, 0xff, 0xd7, 0xff, 0xd8]],
  ])('passes over %s', (_, before) => {
    expect(readJpegFrame(jpegHead({ before })).width).toBe(16);
  });

  test.each([
    ['the end comes first', { before: [0xff, 0xd9] }],
    ['a scan comes first', { before: segment(0xda, 12) }],
    ['something else than a marker', { before: [0x00, 0x11] }],
    ['no width', { width: 0 }],
    ['no height', { height: 0 }],
  ])('finds no frame where: %s', (_, fields) => {
    expect(() => readJpegFrame(jpegHead(fields))).toThrow('no frame header that tells its size');
  });

  test('every beginning of a file is refused', () => {
    const whole = jpegHead({ before: segment(0xe0, 16) });
    for (let length = 0; length < whole.length; length++) {
      expect(() => readJpegFrame(whole.subarray(0, length)), `${length}`).toThrow(
        /no frame header|cut short/,
      );
    }
  });

  test('an end of image before the frame, as of a thumbnail, is none', () => {
    const before = [0xff, 0xe1, 0, 6, 0xff, 0xd8, 0xff, 0xd9];
    expect(() => readJpegFrame(jpegHead({ before, after: [] }))).toThrow('it has no end of image');
    expect(readJpegFrame(jpegHead({ before })).height).toBe(8);
  });
});
