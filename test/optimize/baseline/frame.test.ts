import { expect, test } from 'vitest';
import { readFrame, readScan } from '#src/optimize/baseline/frame.js';

/** 33x17, luma of 2x2, two of 1x1. */
const content = Uint8Array.of(8, 0, 17, 0, 33, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1);
const frame = readFrame(content)!;

test('a frame has its size and components', () => {
  expect(frame).toMatchObject({ width: 33, height: 17 });
  expect(frame.components.map(({ across }) => across)).toEqual([2, 1, 1]);
});

test.each([
  ['of 12 bits', [12, ...content.subarray(1)]],
  ['without its height', [8, 0, 0, ...content.subarray(3)]],
  ['cut short', [...content.subarray(0, 10)]],
  ['of no samples', [...content.subarray(0, 7), 0x02, ...content.subarray(8)]],
])('a frame %s is none', (_, bytes) => {
  expect(readFrame(Uint8Array.from(bytes))).toBe(null);
});

test('a scan of all components has 3 x 2 units of 6 blocks', () => {
  const scan = readScan(Uint8Array.of(3, 1, 0x00, 2, 0x11, 3, 0x11, 0, 63, 0), frame, 4)!;
  expect(scan).toMatchObject({ units: 6, restartInterval: 4 });
  expect(scan.blocks.map(({ dc, ac }) => [dc, ac])).toEqual([
    ...Array.from({ length: 4 }, () => [0, 0]),
    ...Array.from({ length: 2 }, () => [1, 1]),
  ]);
});

test('a scan of one component has a unit for each of its blocks', () => {
  expect(readScan(Uint8Array.of(1, 1, 0, 0, 63, 0), frame, 0)!.units).toBe(5 * 3);
  expect(readScan(Uint8Array.of(1, 2, 0, 0, 63, 0), frame, 0)!.units).toBe(3 * 2);
});

test('scans of other kinds and of unknown components are none', () => {
  expect(readScan(Uint8Array.of(1, 1, 0, 1, 63, 0), frame, 0)).toBe(null);
  expect(readScan(Uint8Array.of(1, 1, 0, 0, 63, 0x10), frame, 0)).toBe(null);
  expect(readScan(Uint8Array.of(1, 9, 0, 0, 63, 0), frame, 0)).toBe(null);
  expect(readScan(Uint8Array.of(1, 1, 0x44, 0, 63, 0), frame, 0)).toBe(null);
});
