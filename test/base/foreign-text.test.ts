import { expect, test } from 'vitest';
import { messageOf, WorkError } from '#src/base/errors.js';
import { printable, printableLine } from '#src/base/foreign-text.js';

const hostile = 'a\u0000b\u001B[31m\u007F\u009B1m\u202E\u2066\u2028\u200F\uFEFF\r\uD800';
const shown =
  'a\\u0000b\\u001b[31m\\u007f\\u009b1m\\u202e\\u2066\\u2028\\u200f\\ufeff\\u000d\\ud800';

test('what a terminal obeys and what turns letters about is shown by number', () => {
  expect(printable(hostile)).toBe(shown);
  expect(printableLine(`${hostile}\n\t`)).toBe(`${shown}\\u000a\\u0009`);
});

test('other text stays as it is', () => {
  const fine = 'naïve ελ 漢字 👩‍👩‍👧 العربية\n\tx';
  expect(printable(fine)).toBe(fine);
});

test('JSON stays JSON of the same values', () => {
  const value = { [hostile]: [hostile] };
  expect(JSON.parse(printable(JSON.stringify(value, null, 2)))).toEqual(value);
});

test('messages of errors are printable, one line, and not endless', () => {
  expect(new WorkError(`cannot read ${hostile}`).message).toBe(`cannot read ${shown}`);
  expect(messageOf(new Error('a\u001B[2J\nb'))).toBe('a\\u001b[2J; b');
  expect(messageOf('x'.repeat(1e6))).toHaveLength(4001);
  const odd = Object.defineProperty(new Error(''), 'message', {
    get: () => {
      throw new Error('no');
    },
  });
  expect(messageOf(odd)).toBe('no message');
  expect(messageOf(null)).toBe('null');
  expect(messageOf(Object.create(null))).toBe('no message');
});
