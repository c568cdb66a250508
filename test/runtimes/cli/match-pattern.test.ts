import { expect, test } from 'vitest';
import { matchPattern } from '#src/runtimes/cli/match-pattern.js';

test('a pattern is matched at lines, with its groups', () => {
  expect(matchPattern('^version ([0-9.]+)$', 'a tool\nversion 1.2\n')?.[1]).toBe('1.2');
  expect(matchPattern('version', 'none')).toBeNull();
});

test('one that is no regular expression, and one without end, are errors', () => {
  expect(() => matchPattern('(', 'a')).toThrow(SyntaxError);
  expect(() => matchPattern('^(a+)+$', `${'a'.repeat(40)}b`)).toThrow('no result after 2 s');
});
