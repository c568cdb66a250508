import { expect, test } from 'vitest';
import { openRefusals } from '#src/sweeps/queue/unable.js';

test('an arm that all who are there refuse is one that nobody runs, and why', () => {
  const refusals = openRefusals(0);
  expect(refusals.unable('jxl', ['a'])).toBeNull();
  refusals.add('jxl', 'a', 'a: no libjxl');
  expect(refusals.unable('jxl', ['a', 'b'])).toBeNull();
  refusals.add('jxl', 'b', 'b: libjxl 0.12');
  expect(refusals.unable('jxl', ['a', 'b'])).toBe('a: no libjxl; b: libjxl 0.12');
  expect(refusals.unable('jxl', ['a', 'b', 'new'])).toBeNull();
  refusals.clear('jxl');
  expect(refusals.unable('jxl', ['a', 'b'])).toBeNull();
});

test('others are waited for', () => {
  const refusals = openRefusals(60);
  refusals.add('jxl', 'a', 'no');
  expect(refusals.unable('jxl', ['a'])).toBeNull();
});
