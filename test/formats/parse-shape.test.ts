import { expect, test } from 'vitest';
import { z } from 'zod';
import { parseShape } from '#src/formats/parse-shape.js';

test('the first field that is wrong is named, with its place', () => {
  const schema = z.object({ points: z.array(z.number()) });
  expect(parseShape(schema, { points: [1] })).toEqual({ points: [1] });
  expect(() => parseShape(schema, { points: ['x'] }, 'a')).toThrow(/^a\.points\.0: /);
  expect(() => parseShape(schema, undefined, 'a')).toThrow('a: it is missing');
  expect(() => parseShape(schema, 1)).toThrow(/^the file: /);
});
