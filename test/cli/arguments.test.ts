import { describe, expect, test } from 'vitest';
import { checkNumbers, listOf, numbersOf, pathsOf, wholeNumber } from '#src/cli/arguments.js';

describe('whole numbers', () => {
  test('within bounds are taken', () => {
    expect(wholeNumber('--n', 1, 1)).toBe(1);
    expect(wholeNumber('--n', 5, 1, 5)).toBe(5);
  });

  test.each([
    [0, '--n takes a whole number from 1 to 5, got 0'],
    [6, '--n takes a whole number from 1 to 5, got 6'],
    [1.5, '--n takes a whole number from 1 to 5, got 1.5'],
    [Number.POSITIVE_INFINITY, '--n takes a whole number from 1 to 5, got Infinity'],
  ])('%d is not', (value, message) => {
    expect(() => wholeNumber('--n', value, 1, 5)).toThrow(message);
  });

  test('without a greatest one the message names none', () => {
    expect(() => wholeNumber('--n', -1, 0)).toThrow('--n takes a whole number from 0, got -1');
  });
});

describe('numbers that yargs could not read', () => {
  const options = { n: { type: 'number' }, text: { type: 'string' } };

  test.each([
    [['--n', 'abc'], "--n takes a number, got 'abc'"],
    [['--n=abc'], "--n takes a number, got 'abc'"],
    [['--n'], "--n takes a number, got ''"],
    [['--n', '1', '--n', 'two'], "--n takes a number, got 'two'"],
  ])('%j is told as it was typed', (typed, message) => {
    expect(() => checkNumbers(options, { n: Number.NaN }, typed)).toThrow(message);
  });

  test('others pass', () => {
    checkNumbers(options, { n: 3, text: Number.NaN }, ['--n', '3']);
    checkNumbers(options, {}, []);
  });
});

test('lists of numbers', () => {
  expect(numbersOf('--quality', '30, 60+90,30')).toEqual([30, 60, 90]);
  expect(numbersOf('--quality', '-1,0.5')).toEqual([-1, 0.5]);
  for (const text of ['', '30,', '30,x', '1,,2', 'Infinity']) {
    expect(() => numbersOf('--quality', text), text).toThrow(
      `--quality takes numbers such as 30,60,90, got '${text}'`,
    );
  }
});

test('lists of paths leave out what is empty', () => {
  expect(pathsOf(' a.js, ,b c.json,')).toEqual(['a.js', 'b c.json']);
  expect(pathsOf('')).toEqual([]);
});

test('lists of names are in the order of the choices, each once', () => {
  const choices = ['rd', 'timing'] as const;
  expect(listOf('--measure', 'timing, rd,timing', choices)).toEqual(['rd', 'timing']);
  expect(() => listOf('--measure', 'rd,timin', choices)).toThrow(
    "unknown value of --measure 'timin'; did you mean timing? known: rd, timing",
  );
});
