import { expect, test } from 'vitest';
import { jsonText } from '#src/formats/json.js';

test('a list of plain values is a line, and all of it is the same JSON', () => {
  const value = { a: [1, 'x', null, true], b: [[1, 2], [3]], c: {}, d: { e: { f: 1 } }, g: [] };
  const text = jsonText(value);
  expect(JSON.parse(text)).toEqual(value);
  expect(text).toContain('"a": [1, "x", null, true]');
  expect(text.split('\n').filter((line) => /\[\d/.test(line))).toHaveLength(3);
});

test('fields without a value are left out', () => {
  expect(jsonText({ a: undefined, b: 1 })).toBe('{"b": 1}');
  expect(jsonText({ a: undefined })).toBe('{}');
});
