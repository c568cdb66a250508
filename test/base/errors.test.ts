import { expect, test } from 'vitest';
import { messageOf, UndefinedError, UsageError, unknownName, WorkError } from '#src/base/errors.js';

test('the message of anything thrown is one line', () => {
  expect(messageOf(new Error('first\n  second\n'))).toBe('first; second;');
  expect(messageOf(new Error('  at the edges '))).toBe('at the edges');
  expect(messageOf(4711)).toBe('4711');
  expect(messageOf(new Error(''))).toBe('no message');
  expect(messageOf(undefined)).toBe('undefined');
});

test('errors print under the name of their kind', () => {
  expect(String(new UsageError('a'))).toBe('UsageError: a');
  expect(String(new WorkError('a'))).toBe('WorkError: a');
  expect(new UndefinedError('a')).toBeInstanceOf(WorkError);
});

test.each([
  // Two letters may be wrong in a short name, and a third of the letters in a long one.
  ['abc', ['abcde'], true],
  ['abc', ['abcdef'], false],
  ['abcdefgh', ['abcdefghijk'], false],
  ['abcdefghi', ['abcdefghijkl'], true],
  ['abcdefghi', ['abcdefghijklm'], false],
  ['jxll', ['avif', 'jxl', 'jpeg'], true],
])('%s is taken for a slip of one of %j: %o', (name, known, isSlip) => {
  const { message } = unknownName('thing', name, known);
  expect(message.includes('did you mean')).toBe(isSlip);
  expect(message).toContain(`; known: ${known.join(', ')}`.slice(isSlip ? 2 : 0));
});

test('the nearest name is the one that is suggested', () => {
  expect(unknownName('codec', 'jxll', ['avif', 'jxl', 'jpeg']).message).toBe(
    "unknown codec 'jxll'; did you mean jxl? known: avif, jxl, jpeg",
  );
  expect(unknownName('codec', 'a', []).message).toBe("unknown codec 'a'; known: none");
  expect(unknownName('codec', '', ['x'])).toBeInstanceOf(UsageError);
});
