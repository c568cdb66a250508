import { expect, test } from 'vitest';
import { matchesPattern } from '#src/base/name-pattern.js';
import { generator } from '../support/random.ts';

test('* is any characters, ? is one, and nothing else is a sign', () => {
  for (const [name, pattern] of [
    ['', ''],
    ['', '*'],
    ['', '***'],
    ['a', '*'],
    ['a', '?'],
    ['a', '*?'],
    ['abc', 'a*c'],
    ['abcbc', 'a*bc'],
    ['aab', '*ab'],
    ['a.b', 'a.b'],
    ['a\nb', 'a*b'],
    ['a*b', 'a*b'],
    ['ab', 'a**b'],
  ] as const) {
    expect(matchesPattern(name, pattern), `${name} ${pattern}`).toBe(true);
  }
  for (const [name, pattern] of [
    ['', '?'],
    ['a', ''],
    ['ab', 'a'],
    ['ab', 'b'],
    ['aXb', 'a.b'],
    ['abc', 'a*b'],
    ['ab', 'a?b'],
    ['abca', '*ab'],
  ] as const) {
    expect(matchesPattern(name, pattern), `${name} ${pattern}`).toBe(false);
  }
});

test('says what a regular expression says', () => {
  const random = generator(7);
  const pick = (letters: string, length: number): string =>
    Array.from({ length }, () => letters[Math.floor(random() * letters.length)]).join('');
  for (let turn = 0; turn < 3000; turn++) {
    const name = pick('ab', Math.floor(random() * 9));
    const pattern = pick('ab*?', Math.floor(random() * 7));
    const expression = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`);
    expect(matchesPattern(name, pattern), `${name} ${pattern}`).toBe(expression.test(name));
  }
});

test('a pattern of many stars that matches nothing ends', () => {
  // By a regular expression this takes longer than the universe is old.
  expect(matchesPattern('a'.repeat(4000), `${'*a'.repeat(60)}b`)).toBe(false);
});
