import { expect, test } from 'vitest';
import { typicalCodes } from '#src/codecs/jpeg/wasm/annex-k.js';
import { createHeadMaker } from '#src/codecs/jpeg/wasm/encode-head.js';
import { readJpegHead } from '#src/codecs/jpeg/wasm/head.js';

const plane = { pointer: 0, stride: 64, width: 1, height: 1 };
const colour = (width: number, height: number, across: 1 | 2, down: 1 | 2) => ({
  ...{ width, height, subsampling: [across, down] as const, planes: [plane, plane, plane] },
});
const typical = { quality: 85, codes: typicalCodes, segments: [] };

test('heads tell their picture, whatever the one before was', () => {
  const make = createHeadMaker();
  for (const [width, height, across, down, sampling] of [
    [300, 200, 2, 2, '4:2:0'],
    [300, 200, 2, 2, '4:2:0'],
    [300, 200, 2, 1, '4:2:2'],
    [300, 201, 2, 1, '4:2:2'],
    [301, 201, 1, 1, '4:4:4'],
  ] as const) {
    const head = readJpegHead(make(colour(width, height, across, down), typical));
    expect(head).toMatchObject({ width, height, sampling, refused: null });
  }
  const grey = { width: 301, height: 201, subsampling: [1, 1] as const, planes: [plane] };
  expect(readJpegHead(make(grey, typical)).sampling).toBe('grey');
  const fine = make(colour(300, 200, 2, 2), typical);
  expect(make(colour(300, 200, 2, 2), { ...typical, quality: 20 })).not.toEqual(fine);
});

test('the same head again is not made again; segments of a file stand in it', () => {
  const make = createHeadMaker();
  const first = make(colour(30, 20, 2, 2), typical);
  expect(make(colour(30, 20, 2, 2), typical)).toBe(first);
  const segment = Uint8Array.of(0xff, 0xe2, 0, 14, ...Buffer.from('ICC_PROFILE\0', 'latin1'));
  const head = readJpegHead(make(colour(30, 20, 2, 2), { ...typical, segments: [segment] }));
  expect(head.icc).toHaveLength(1);
  expect(make(colour(30, 20, 2, 2), typical)).toEqual(first);
});
