import { expect, test } from 'vitest';
import { messageOf } from '#src/base/errors.js';

test('the message of anything thrown is one line', () => {
  expect(messageOf(new Error('first\n  second\n'))).toBe('first; second;');
  expect(messageOf(4711)).toBe('4711');
  expect(messageOf(new Error(''))).toBe('no message');
  expect(messageOf(undefined)).toBe('undefined');
});
