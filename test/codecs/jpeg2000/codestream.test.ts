import { describe, expect, test } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import { isHighThroughput, readCodestream } from '#src/codecs/jpeg2000/codestream.js';

interface Fields {
  width?: number;
  height?: number;
  left?: number;
  top?: number;
  /** Depth byte, horizontal and vertical step of each component. */
  components?: readonly (readonly [number, number, number])[];
  capabilities?: number;
  tiles?: readonly Buffer[];
  end?: Buffer;
}

const u16 = (value: number): Buffer => Buffer.from([value >> 8, value & 255]);
const u32 = (value: number): Buffer => Buffer.concat([u16(value >>> 16), u16(value & 0xffff)]);

/** A tile-part of so many bytes behind its header of 12, telling its length or 0. */
function tile(body: number, told = 14 + body): Buffer {
  const head = Buffer.concat([u16(0xff90), u16(10), u16(0), u32(told), Buffer.from([0, 1])]);
  return Buffer.concat([head, u16(0xff93), Buffer.alloc(body)]);
}

function codestream({
  width = 5,
  height = 4,
  left = 0,
  top = 0,
  components = [[7, 1, 1]],
  capabilities = 0,
  tiles = [tile(6)],
  end = u16(0xffd9),
}: Fields = {}): Buffer {
  const size = [width, height, left, top, width, height, 0, 0].map(u32);
  const kinds = components.map((each) => Buffer.from(each));
  return Buffer.concat([
    ...[u16(0xff4f), u16(0xff51), u16(38 + 3 * components.length), u16(capabilities)],
    ...[...size, u16(components.length), ...kinds],
    // A comment of 6 bytes.
    ...[u16(0xff64), u16(6), Buffer.alloc(4)],
    ...[...tiles, end],
  ]);
}

describe('readCodestream', () => {
  test('tells the picture', () => {
    expect(readCodestream(codestream())).toEqual({ width: 5, height: 4, components: 1, bits: 8 });
    const deep = [15, 1, 1] as const;
    expect(readCodestream(codestream({ width: 70_000, components: [deep, deep, deep] }))).toEqual({
      ...{ width: 70_000, height: 4, components: 3, bits: 16 },
    });
  });

  test('follows tile-parts, the last of which may tell no length', () => {
    expect(readCodestream(codestream({ tiles: [tile(0), tile(9), tile(40, 0)] })).width).toBe(5);
  });

  const plain = [7, 1, 1] as const;
  test.each([
    [{ components: [plain, plain] }, /2 components; expected 1, 3 or 4/],
    [{ components: [[0x87, 1, 1]] }, /signed, subsampled or mixed/],
    [{ components: [[16, 1, 1]] }, /of more than 16 bits/],
    [{ components: [plain, [7, 2, 1], plain] }, /subsampled/],
    [{ components: [plain, plain, [9, 1, 1]] }, /mixed/],
    [{ left: 1 }, /offset or without size/],
    [{ top: 1 }, /offset or without size/],
    [{ width: 0 }, /offset or without size/],
    [{ height: 0 }, /offset or without size/],
    [{ end: Buffer.alloc(0) }, /cut short or broken/],
    [{ end: u16(0xffd8) }, /cut short or broken/],
    [{ tiles: [tile(6, 13)] }, /cut short or broken/],
    [{ tiles: [tile(6, 500)] }, /cut short or broken/],
    [{ tiles: [tile(6, 0)], end: Buffer.alloc(0) }, /cut short or broken/],
  ] as [Fields, RegExp][])('refuses %j', (fields, message) => {
    expect(() => readCodestream(codestream(fields))).toThrow(message);
  });

  test('refuses every beginning of a codestream', () => {
    const whole = codestream();
    for (let length = 0; length < whole.length; length++) {
      expect(() => readCodestream(whole.subarray(0, length)), `${length}`).toThrow(WorkError);
    }
  });
});

test('High-Throughput is a capability', () => {
  expect(isHighThroughput(codestream({ capabilities: 0x4000 }))).toBe(true);
  expect(isHighThroughput(codestream({ capabilities: 0xbfff }))).toBe(false);
  expect(isHighThroughput(codestream({ capabilities: 0x4000 }).subarray(0, 7))).toBe(false);
});
