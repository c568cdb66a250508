import { expect, test } from 'vitest';
import { classNamed, knownClass } from '#src/base/content-class.js';

test.each([
  ['photo', 'photograph'],
  ['Photos ', 'photograph'],
  ['Screenshots', 'screen'],
  ['screen', 'screen'],
  ['Portraits', 'portraits'],
  ['constructor', 'constructor'],
])('%s is the class %s', (word, name) => {
  expect(classNamed(word)).toBe(name);
});

test('estimates know the usual classes alone', () => {
  expect([knownClass('screen'), knownClass('portraits'), knownClass(null)]).toEqual([
    ...['screen', null, null],
  ]);
});
