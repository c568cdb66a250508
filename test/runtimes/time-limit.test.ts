import { expect, it } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import { withTimeLimit } from '#src/runtimes/time-limit.js';

it('gives the value of the work', () => {
  expect(withTimeLimit(10, () => 7)).toBe(7);
  expect(withTimeLimit(10, () => undefined)).toBeUndefined();
});

it('passes on whatever the work throws', () => {
  expect(() =>
    withTimeLimit(10, () => {
      throw new RangeError('no');
    }),
  ).toThrow(RangeError);
  let thrown: unknown;
  try {
    withTimeLimit(10, () => {
      throw 1234;
    });
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBe(1234);
});

it('breaks off endless work, and works again afterwards', () => {
  const endless = () => {
    for (;;);
  };
  expect(() => withTimeLimit(0.1, endless)).toThrow(WorkError);
  expect(() => withTimeLimit(0.1, endless)).toThrow('no result after 0.1 s');
  expect(withTimeLimit(10, () => 'again')).toBe('again');
});
