import { expect, test } from 'vitest';
import { estimateBody, optimization, readJson, readRequest } from '#src/server/request-schemas.js';

test.each([
  ['{"__proto__": {"quality": 1}}', /unknown field '__proto__'/],
  ['{"constructor": {"prototype": {}}}', /unknown field 'constructor'/],
  ['[]', /takes an object/],
  ['null', /takes an object/],
  ['7', /takes an object/],
  [`{"${'a'.repeat(500)}": 1}`, /unknown field 'a{80}…'/],
])('options %s are refused, and change nothing', (text, message) => {
  expect(() => readRequest(optimization, readJson(text, 'options'), 'options')).toThrow(message);
  expect(({} as { quality?: number }).quality).toBeUndefined();
});

test('text that is no JSON is refused', () => {
  expect(() => readJson('{quality: 5}', 'options')).toThrow(/options takes JSON/);
});

test('thousands of wrong fields are told by some', () => {
  const many = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`k${i}`, 1]));
  const wrong = (): unknown => readRequest(estimateBody, { url: 'a', ...many }, 'the request');
  expect(wrong).toThrow(
    expect.objectContaining({ message: expect.stringMatching(/^.{10,2000}$/) }),
  );
});
