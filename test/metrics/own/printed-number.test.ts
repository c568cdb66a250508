import { expect, test } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import { numberIn } from '#src/metrics/own/printed-number.js';

test.each([
  ['41.5\n', {}, 41.5],
  [' -3e-2 ', {}, -0.03],
  ['inf', {}, Number.POSITIVE_INFINITY],
  ['-Infinity', {}, Number.NEGATIVE_INFINITY],
  ['first\nscore: 7.25 of 100', { pattern: 'score: ([0-9.]+)' }, 7.25],
  ['first\n8.5 and more', { pattern: '^[0-9.]+' }, 8.5],
  ['{"pooled": {"vmaf": {"mean": 93.1}}}', { json: 'pooled.vmaf.mean' }, 93.1],
  ['[{"score": "2.5"}]', { json: '0.score' }, 2.5],
])('%j at %j is a number', (text, place, value) => {
  expect(numberIn(text, place)).toBe(value);
});

test.each([
  ['', {}, "expected a number, got ''"],
  ['41.5 dB', {}, "expected a number, got '41.5 dB'"],
  ['nan', {}, "got 'nan'"],
  ['no number', { pattern: 'score: (.*)' }, "value.pattern finds, got 'no number'"],
  ['score: high', { pattern: 'score: (.*)' }, "got 'high'"],
  ['text', { json: 'a' }, "expected JSON, got 'text'"],
  ['{"a": 1}', { json: 'a.b' }, "there is no 'b'"],
  ['{"a": 1}', { json: 'constructor' }, "there is no 'constructor'"],
  ['{"a": {}}', { json: 'a' }, 'got object'],
])('%j at %j is none', (text, place, message) => {
  expect(() => numberIn(text, place)).toThrow(WorkError);
  expect(() => numberIn(text, place)).toThrow(message);
});
