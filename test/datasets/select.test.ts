import { expect, test } from 'vitest';
import { UsageError } from '#src/base/errors.js';
import { select } from '#src/datasets/select.js';

const items = ['kodim01', 'kodim02', 'kodim10', 'a.b', 'sub/c'].map((name) => ({ name }));

function names(...[selection]: [Parameters<typeof select>[2]]): string[] {
  return select('kodak', items, selection).map(({ name }) => name);
}

test('all, or those named, in the order of the data set', () => {
  expect(names({})).toEqual(['kodim01', 'kodim02', 'kodim10', 'a.b', 'sub/c']);
  expect(names({ images: ['kodim10', 'kodim01'] })).toEqual(['kodim01', 'kodim10']);
  expect(names({ images: ['kodim0*', 'kodim01'] })).toEqual(['kodim01', 'kodim02']);
  expect(names({ images: ['kodim?0', 'sub*'] })).toEqual(['kodim10', 'sub/c']);
  expect(names({ images: ['*'], limit: 2 })).toEqual(['kodim01', 'kodim02']);
  expect(names({ limit: 100 })).toHaveLength(5);
});

test('patterns know no other signs than * and ?', () => {
  expect(names({ images: ['a.b'] })).toEqual(['a.b']);
  for (const pattern of ['a.?b', 'kodim0[12]', 'kodim01|a.b', '(a.b)', 'kodim', 'odim01', '']) {
    expect(() => names({ images: [pattern] })).toThrow(UsageError);
  }
  expect(() => names({ images: ['aXb'] })).toThrow("unknown image of kodak 'aXb'");
});

test('what matches nothing is refused, also beside what does', () => {
  expect(() => names({ images: ['kodim01', 'x*'] })).toThrow(
    "no image of kodak matches 'x*'; known: kodim01",
  );
  expect(() => names({ images: ['kodim1'] })).toThrow('did you mean kodim01?');
  const many = Array.from({ length: 1000 }, (_, i) => ({ name: `image${i}` }));
  expect(() => select('many', many, { images: ['*x'] })).toThrow('… (1000 in all)');
});

test('a limit is a whole number from 1', () => {
  for (const limit of [0, -1, 1.5, Number.NaN]) {
    expect(() => names({ limit })).toThrow(UsageError);
  }
});
