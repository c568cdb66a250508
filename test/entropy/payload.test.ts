import { describe, expect, test } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import { readPayload, writePayload } from '#src/entropy/payload.js';

const lengths = [0, 1, 127, 128, 16_383, 16_384, 2 ** 31, 2 ** 40];

describe('a payload', () => {
  test('gives back what was written, in order', () => {
    const writer = writePayload();
    writer.byte(255);
    for (const value of [-32_768, -1, 0, 32_767]) writer.short(value);
    for (const length of lengths) writer.length(length);
    writer.bytes(Uint8Array.of(7, 8));
    writer.bytes(Uint8Array.of(9));
    const reader = readPayload(writer.finish(), 'test');
    expect(reader.byte()).toBe(255);
    expect([0, 1, 2, 3].map(() => reader.short())).toEqual([-32_768, -1, 0, 32_767]);
    expect(lengths.map(() => reader.length())).toEqual(lengths);
    expect([...reader.bytes(2)]).toEqual([7, 8]);
    expect([...reader.rest()]).toEqual([9]);
    reader.finish();
  });

  test('has the lower byte of a number first, lengths in 7 bits a byte', () => {
    const writer = writePayload();
    writer.short(0x1234);
    writer.length(300);
    expect([...writer.finish()]).toEqual([0x34, 0x12, 0xac, 0x02]);
  });
});

describe('a reader', () => {
  const refusal = (bytes: number[], read: (reader: ReturnType<typeof readPayload>) => unknown) =>
    expect(() => read(readPayload(Uint8Array.from(bytes), 'zstd')));

  test('says how much is missing', () => {
    refusal([1, 2], (reader) => reader.bytes(3)).toThrow(
      new WorkError('zstd stream is cut short: 3 bytes expected, 2 left', {
        code: 'broken-bitstream',
      }),
    );
    refusal([1], (reader) => reader.short()).toThrow(/1 bytes expected, 0 left/);
    refusal([128], (reader) => reader.length()).toThrow(/cut short/);
  });

  test('refuses a length without an end, and bytes behind the end', () => {
    refusal(Array(9).fill(255), (reader) => reader.length()).toThrow(/length beyond all bounds/);
    refusal([0, 0], (reader) => reader.finish()).toThrow(/2 bytes follow its end/);
  });
});
