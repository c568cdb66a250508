import { describe, expect, test } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import { createBitReader, createBitWriter } from '#src/entropy/distributions/bit-fields.js';

describe('bit fields', () => {
  test('come back in order, the highest bit first', () => {
    const writer = createBitWriter();
    writer.write(0b101, 3);
    writer.write(0, 1);
    writer.write(0x1abcd, 17);
    const golomb = [0, 1, 2, 3, 255, 65_535, 65_536];
    for (const value of golomb) writer.writeGolomb(value);
    const bytes = writer.finish();
    expect(bytes[0]! >> 4).toBe(0b1010);
    const reader = createBitReader(bytes);
    expect([reader.read(3), reader.read(1), reader.read(17)]).toEqual([0b101, 0, 0x1abcd]);
    expect(golomb.map(() => reader.readGolomb())).toEqual(golomb);
    expect(reader.left()).toBeLessThan(8);
    reader.finish();
  });

  // ITU-T H.264, table 9-2.
  test('Exp-Golomb codes are the usual ones', () => {
    const writer = createBitWriter();
    for (const value of [0, 1, 2, 3]) writer.writeGolomb(value);
    const [first, second] = writer.finish();
    const bits = (first! * 256 + second!).toString(2).padStart(16, '0');
    expect(bits.slice(0, 12)).toBe('101001100100');
  });

  test('nothing at all is 4 bytes of checksum', () => {
    const bytes = createBitWriter().finish();
    expect([...bytes]).toEqual([0, 0, 0, 0]);
    createBitReader(bytes).finish();
  });
});

describe('a broken table', () => {
  const bytesOf = (write: (writer: ReturnType<typeof createBitWriter>) => void) => {
    const writer = createBitWriter();
    write(writer);
    return writer.finish();
  };

  test('is noticed by its checksum, whichever bit', () => {
    const bytes = bytesOf((writer) => writer.write(0xabc, 12));
    for (let bit = 0; bit < 8 * bytes.length; bit++) {
      const broken = bytes.slice();
      broken[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => createBitReader(broken)).toThrow(/its checksum does not agree/);
    }
    expect(() => createBitReader(bytes.subarray(0, 3))).toThrow(WorkError);
  });

  test('that ends too early, goes on, or holds an endless code is refused', () => {
    const short = createBitReader(bytesOf((writer) => writer.write(1, 8)));
    short.read(8);
    expect(() => short.read(1)).toThrow(/it ends too early/);
    const long = createBitReader(bytesOf((writer) => writer.write(0, 16)));
    long.read(8);
    expect(() => long.finish()).toThrow(/it goes on after its end/);
    const filled = createBitReader(bytesOf((writer) => writer.write(1, 8)));
    filled.read(4);
    expect(() => filled.finish()).toThrow(/it goes on after its end/);
    const zeros = createBitReader(new Uint8Array([...bytesOf((w) => w.write(0, 17))]));
    expect(() => zeros.readGolomb()).toThrow(/a long code/);
  });
});
