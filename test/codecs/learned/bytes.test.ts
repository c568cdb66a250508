import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createByteReader, createByteWriter } from '#src/codecs/learned/bytes.js';

const read = (...bytes: number[]) => createByteReader(Uint8Array.from(bytes), 'the file');

test('what is written reads back', () => {
  const words = fc.stringMatching(/^[!-~]{1,127}$/);
  const part = fc.oneof(fc.nat(2 ** 42 - 1), words, fc.uint8Array({ maxLength: 20 }));
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
      const writer = createByteWriter();
      for (const each of parts) {
        if (typeof each === 'number') writer.integer(each);
        else if (typeof each === 'string') writer.text(each);
        else writer.bytes(each);
      }
      const reader = createByteReader(writer.finish(), 'the file');
      for (const each of parts) {
        if (typeof each === 'number') expect(reader.integer()).toBe(each);
        else if (typeof each === 'string') expect(reader.text()).toBe(each);
        else expect([...reader.bytes(each.length)]).toEqual([...each]);
      }
      reader.finish();
    }),
  );
});

describe('numbers', () => {
  test.each([
    [0, [0]],
    [127, [127]],
    [128, [128, 1]],
    [16_384, [128, 128, 1]],
    [2 ** 42 - 1, [255, 255, 255, 255, 255, 127]],
  ])('%i', (value, bytes) => {
    const writer = createByteWriter();
    writer.integer(value);
    expect([...writer.finish()]).toEqual(bytes);
    expect(read(...bytes).integer()).toBe(value);
  });

  test('without an end, or cut short', () => {
    expect(() => read(128, 128, 128, 128, 128, 128).integer()).toThrow('a number in it has no end');
    expect(() => read(128).integer()).toThrow('the file is cut short');
  });
});

test('names are of letters that show, and are all there', () => {
  expect(() => read(0).text()).toThrow('the file is damaged: no name');
  expect(() => read(2, 0x41, 0x20).text()).toThrow('no name');
  expect(() => read(2, 0x41, 0x7f).text()).toThrow('no name');
  expect(() => read(3, 0x41, 0x42).text()).toThrow('cut short');
});

test('what is left is told', () => {
  const reader = read(1, 2, 3);
  reader.bytes(1);
  expect(() => reader.finish()).toThrow('the file has 2 bytes behind its end');
  expect(() => reader.bytes(3)).toThrow('cut short');
});
