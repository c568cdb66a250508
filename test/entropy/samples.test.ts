import fc from 'fast-check';
import { expect, test } from 'vitest';
import { joinBytes, readSamples, splitBytes, writeSamples } from '#src/entropy/samples.js';

const sheetOf = (values: number[]) => ({
  channels: 1 as const,
  height: 1,
  width: values.length,
  data: Int16Array.from(values),
});

test.each([
  [[5, 5, 5], 0, 5],
  [[-1, 0], 1, -1],
  [[-100, 27], 7, -100],
  [[0, 256], 9, 0],
  [[-32_768, 32_767], 16, -32_768],
])('%j takes %i bits above %i', (values, bits, low) => {
  const samples = writeSamples(sheetOf(values));
  expect(samples).toMatchObject({ bits, low });
  expect([...samples.data]).toEqual(values.map((value) => value - low));
});

test('values come back out of samples', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -32_768, max: 32_767 }), { minLength: 1 }), (values) => {
      expect(readSamples(writeSamples(sheetOf(values)))).toEqual(sheetOf(values));
    }),
  );
});

// Two channels of 2x2; of each the high bytes stand below the low ones.
test('bytes are split channel by channel, and joined again', () => {
  const data = Uint16Array.of(0x0102, 0x0304, 0x0506, 0x0708, 0x1112, 0x1314, 0x1516, 0x1718);
  const sheet = { channels: 3 as const, height: 2, width: 2, bits: 13, low: -5, data };
  const split = splitBytes(sheet);
  expect(split).toMatchObject({ height: 4, width: 2, bits: 8, low: -5 });
  expect([...split.data].map((byte) => byte.toString(16)).join(' ')).toBe(
    '2 4 6 8 1 3 5 7 12 14 16 18 11 13 15 17',
  );
  expect(joinBytes(split)).toEqual({ ...sheet, bits: 8 });
});
