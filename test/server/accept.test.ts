import { expect, test } from 'vitest';
import { readWanted } from '#src/server/accept.js';

test.each([
  [undefined, false, false],
  ['*/*', false, false],
  ['application/json', true, false],
  ['application/json, image/webp', false, true],
  ['image/avif,image/webp,*/*;q=0.8', false, true],
  ['image/*', false, false],
  ['image/webp;q=0, application/json', true, false],
  ['APPLICATION/JSON; charset=utf-8', true, false],
  ['text/html', false, false],
])('Accept: %s', (header, report, namesFormats) => {
  expect(readWanted(header)).toEqual({ report, namesFormats });
});
