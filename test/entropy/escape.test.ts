import { expect, test } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import { escapeLength, escapeValue, noSlot } from '#src/entropy/escape.js';

// The sketch at escapeValue, for slots of their own at 10, 11 and 12. The value is the code plus 1.
test('codes grow with the distance from the slots, on both sides in turn', () => {
  const codes = [8, 9, 13, 14].map((symbol) => escapeValue(symbol, 10, 3) - 1);
  expect(codes).toEqual([3, 1, 0, 2]);
});

test('every symbol of 16 bits has a code of its own', () => {
  const [offset, own] = [-3, 8];
  const values = new Set<number>();
  for (let symbol = -32_768; symbol <= 32_767; symbol++) {
    if (symbol < offset || symbol >= offset + own) values.add(escapeValue(symbol, offset, own));
  }
  expect(values.size).toBe(65_536 - own);
  expect(Math.min(...values)).toBe(1);
});

test('the furthest symbols take the longest codes that there are', () => {
  const furthest = escapeValue(-32_768, 32_767, 1);
  expect(furthest).toBe(131_070);
  expect([1, 2, 3, 4, furthest].map(escapeLength)).toEqual([0, 1, 1, 2, 16]);
});

test('a symbol without a share is told with its distribution', () => {
  expect(noSlot(-4, 12)).toBeInstanceOf(WorkError);
  expect(noSlot(-4, 12).message).toBe(
    'symbol -4 has no share in distribution 12, which has no escape',
  );
});
