import { expect, test } from 'vitest';
import { namesAmong } from '#src/base/names-among.js';

test('patterns are of the names that are there; a plain name stays as it is', () => {
  const known = ['kodak', 'gb82-photo', 'gb82-screen', 'odd*'];
  expect(namesAmong('data set', ['gb82-*', 'other', 'odd*', 'gb82-photo'], known)).toEqual([
    ...['gb82-photo', 'gb82-screen', 'other', 'odd*'],
  ]);
  expect(() => namesAmong('data set', ['x*'], known)).toThrow(
    "no data set matches 'x*'; known: gb82-photo, gb82-screen, kodak, odd*",
  );
});
