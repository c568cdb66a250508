import { describe, expect, test } from 'vitest';
import { readApng } from '#src/optimize/apng/read.js';
import {
  animationControl,
  type Chunk,
  file,
  frameControl,
  frameStream,
  header,
  numbered,
  twoFrames,
} from './files.ts';

const read = (bytes: Uint8Array, maxPixels = 1e6) => readApng(bytes, { maxPixels });

test('frames in their order, the default picture one of them', () => {
  const { header: head, before, pictures, behind } = read(file(...twoFrames));
  expect(head).toEqual({ width: 20, height: 10, depth: 8, colourType: 2, isInterlaced: false });
  expect(before.map(({ type }) => type)).toEqual(['IHDR', 'acTL', 'gAMA']);
  expect(
    pictures.map(({ width, height, isDefault, pieces }) => [
      width,
      height,
      isDefault,
      pieces.length,
    ]),
  ).toEqual([
    [20, 10, true, 1],
    [8, 6, false, 2],
  ]);
  expect(behind).toEqual([]);
});

test('a default picture that is no frame', () => {
  const chunks: Chunk[] = [
    ['IHDR', header()],
    ['acTL', animationControl(1)],
    ['IDAT', frameStream(20, 10, 1)],
    ['fcTL', frameControl(0)],
    ['fdAT', numbered(1, frameStream(20, 10, 2))],
    ['tEXt', Buffer.from('a\0b')],
    ['IEND', Buffer.alloc(0)],
  ];
  const { pictures, behind } = read(file(...chunks));
  expect(pictures.map(({ control, isDefault }) => [control === null, isDefault])).toEqual([
    [true, true],
    [false, false],
  ]);
  expect(behind.map(({ type }) => type)).toEqual(['tEXt']);
});

describe('what does not hold together is refused', () => {
  const changed = (at: number, ...chunks: Chunk[]) =>
    file(...twoFrames.slice(0, at), ...chunks, ...twoFrames.slice(at + 1));
  test.each<[string, Uint8Array, RegExp]>([
    ['no frame', changed(1, ['acTL', animationControl(0)]), /0 frames/],
    [
      'four billion frames',
      changed(1, ['acTL', animationControl(2 ** 32 - 1)]),
      /4294967295 frames/,
    ],
    ['a frame less', changed(1, ['acTL', animationControl(3)]), /tells of 3 frames and has 2/],
    [
      'a frame that leaves the canvas',
      changed(5, ['fcTL', frameControl(1, { left: 18 })]),
      /leaves its canvas/,
    ],
    ['a frame of no size', changed(5, ['fcTL', frameControl(1, { width: 0 })]), /0x10/],
    [
      'a default frame that is smaller',
      changed(3, ['fcTL', frameControl(0, { width: 8 })]),
      /leaves its canvas/,
    ],
    ['a number twice', changed(5, ['fcTL', frameControl(0)]), /out of order/],
    ['a frame without pixels', changed(4), /out of order|no pixels/],
    ['pixels without a frame', changed(5), /out of order|not told where/],
    ['no header', file(...twoFrames.slice(1)), /begin with its header/],
    ['no end', file(...twoFrames.slice(0, -1)), /cut short/],
    ['a wrong checksum', Buffer.from(file(...twoFrames)).fill(1, 30, 31), /checksum/],
  ])('%s', (_, bytes, message) => {
    expect(() => read(bytes)).toThrow(message);
    expect(() => read(bytes)).toThrow(expect.objectContaining({ code: 'broken-image' }));
  });

  test('more pixels than allowed', () => {
    expect(() => read(file(...twoFrames), 100)).toThrow(/20x10/);
  });
});
