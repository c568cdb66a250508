import { expect, test } from 'vitest';
import { z } from 'zod';
import { UsageError } from '#src/base/errors.js';
import {
  checkPath,
  oneOf,
  passedOn,
  positive,
  readOptions,
  text,
  texts,
  whole,
  yes,
} from '#src/base/options.js';

const schema = z.strictObject({
  limit: whole(1).default(3),
  seed: whole(0, 9).optional(),
  share: positive.optional(),
  name: text('a name').optional(),
  names: texts('an array of names').optional(),
  lenient: yes.default(false),
  kind: oneOf(['rd', 'timing']).optional(),
  onProgress: passedOn,
});
const read = (options: unknown) => readOptions('measure', schema, options, ['signal']);

test('what is left out has its default, and functions are passed on', () => {
  const onProgress = (): void => {};
  expect(read({ onProgress })).toEqual({ limit: 3, lenient: false, onProgress });
  expect(read({ limit: 1, seed: 9, share: 0.1, kind: 'timing' })).toMatchObject({
    ...{ limit: 1, seed: 9, share: 0.1, kind: 'timing' },
  });
});

test.each([
  [{ limit: 0 }, 'limit takes a whole number from 1, got 0'],
  [{ limit: Number.NaN }, /^limit takes a whole number from 1, got /],
  [{ seed: 10 }, 'seed takes a whole number from 0 to 9, got 10'],
  [{ share: 0 }, 'share takes a number above 0, got 0'],
  [{ name: ' ' }, "name takes a name, got ' '"],
  [{ name: 5 }, 'name takes a name, got 5'],
  [{ names: 'a' }, "names takes an array of names, got 'a'"],
  [{ names: ['a', ''] }, 'names takes an array of names, got ["a",""]'],
  [{ lenient: 1 }, 'lenient takes true or false, got 1'],
  [{ kind: 'times' }, "kind takes one of rd, timing, got 'times'"],
  [{ limti: 1 }, /^unknown option of measure 'limti'; did you mean limit\? known: .*, signal$/],
  ['all', "measure takes an object of options, got 'all'"],
  [undefined, 'measure takes an object of options, got undefined'],
])('%j is refused', (options, message) => {
  expect(() => read(options)).toThrow(UsageError);
  expect(() => read(options)).toThrow(message);
});

test('a path is text that is not empty', () => {
  expect(() => checkPath('results', 'a folder', 'a')).not.toThrow();
  expect(() => checkPath('results', 'a folder', '')).toThrow("results takes a folder, got ''");
  expect(() => checkPath('results', 'a folder', undefined)).toThrow('got undefined');
});
