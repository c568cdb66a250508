import { expect, test } from 'vitest';
import { parsePythonJson } from '#src/formats/python-json.js';

test('numbers that JSON cannot hold are null, and words like them stay', () => {
  expect(parsePythonJson('{"a": [NaN, Infinity, -Infinity, -1]}')).toEqual({
    a: [null, null, null, -1],
  });
  const words = { NaN: 'Infinity', 'a\\"NaN': 'it is "NaN", -Infinity' };
  expect(parsePythonJson(`\uFEFF${JSON.stringify(words)}`)).toEqual(words);
});

test('what is no JSON stays none', () => {
  expect(() => parsePythonJson('{"a": Nan}')).toThrow(SyntaxError);
  expect(() => parsePythonJson('')).toThrow(SyntaxError);
});
