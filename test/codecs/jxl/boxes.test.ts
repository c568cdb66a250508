import { expect, test } from 'vitest';
import { jxlBoxes } from '#src/codecs/jxl/boxes.js';

/** A box that tells `size`, its true length unless another one is named. */
function box(type: string, content: number, size = 8 + content): Buffer {
  const bytes = Buffer.alloc(8 + content, 7);
  bytes.writeUInt32BE(size);
  bytes.write(type, 4, 'latin1');
  return bytes;
}

/** A box whose size stands in 8 bytes behind its type. */
function longBox(type: string, content: number, size = 16 + content): Buffer {
  const bytes = Buffer.alloc(16 + content, 7);
  bytes.writeUInt32BE(1);
  bytes.write(type, 4, 'latin1');
  bytes.writeBigUInt64BE(BigInt(size), 8);
  return bytes;
}

const found = (...boxes: Uint8Array[]) =>
  [...jxlBoxes(Buffer.concat(boxes))].map(({ type, start, end }) => [type, start, end]);

test('tells type, start and end of each box, empty ones too', () => {
  expect(found(box('JXL ', 4), box('free', 0), box('jxlc', 10))).toEqual([
    ['JXL ', 8, 12],
    ['free', 20, 20],
    ['jxlc', 28, 38],
  ]);
  expect(found(box('free', 0))).toEqual([['free', 8, 8]]);
});

test('reads sizes of 8 bytes, and 0 for the rest of the file', () => {
  expect(found(longBox('jxlp', 5), box('jxlc', 3, 0))).toEqual([
    ['jxlp', 16, 21],
    ['jxlc', 29, 32],
  ]);
  expect(found(longBox('jxlp', 0), box('jbrd', 1))).toEqual([
    ['jxlp', 16, 16],
    ['jbrd', 24, 25],
  ]);
});

test('a box that is cut short ends with the file, and is the last', () => {
  expect(found(box('jxlc', 4, 100))).toEqual([['jxlc', 8, 12]]);
  expect(found(longBox('jxlc', 4, 2 ** 40))).toEqual([['jxlc', 16, 20]]);
});

test('stops at a size below that of its own header', () => {
  for (const size of [2, 7])
    expect(found(box('free', 0), box('jxlc', 9, size))).toEqual([['free', 8, 8]]);
  expect(found(box('free', 0), longBox('jxlc', 9, 15))).toEqual([['free', 8, 8]]);
  // 8 and 16 are boxes without content.
  expect(found(box('jxlc', 0, 8))).toHaveLength(1);
  expect(found(longBox('jxlc', 0, 16))).toHaveLength(1);
});

test('stops where no header is left, and at a long one that is cut short', () => {
  expect(found(box('free', 0), Buffer.alloc(7))).toEqual([['free', 8, 8]]);
  expect(found(longBox('jxlc', 0).subarray(0, 15))).toEqual([]);
});

test('a bare codestream has none', () => {
  expect([...jxlBoxes(Buffer.concat([Uint8Array.of(0xff, 0x0a), box('jxlc', 9)]))]).toEqual([]);
  expect([...jxlBoxes(new Uint8Array())]).toEqual([]);
});
