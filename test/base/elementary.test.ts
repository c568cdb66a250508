import { expect, test } from 'vitest';
import { exp, log10, pow } from '#src/base/elementary.js';
import { sha256 } from '#src/base/sha256-in-node.js';

/** Numbers of every size from a fixed seed, 32 bits of each random. */
function* numbers(count: number): Generator<number> {
  let state = 12345;
  for (let i = 0; i < count; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield ((state + 1) / 2 ** 32) * 2 ** (((state >>> 7) % 61) - 30);
  }
}

const close = (found: number, right: number) => Math.abs(found - right) <= 4e-16 * Math.abs(right);

test('values lie within an error of the last digit of what the engine has', () => {
  for (const x of numbers(20_000)) {
    expect(close(log10(x), Math.log10(x)) || Math.abs(log10(x)) < 1e-3, `log10 ${x}`).toBe(true);
    expect(close(pow(x, 0.6276336467831387), x ** 0.6276336467831387), `pow ${x}`).toBe(true);
    expect(close(pow(x, 1 / 12), x ** (1 / 12)), `root ${x}`).toBe(true);
    expect(close(exp(-(x % 20)), Math.exp(-(x % 20))), `exp ${x}`).toBe(true);
  }
});

test('the bits are the same in every engine and every version', () => {
  const values = Float64Array.from(numbers(5000));
  const hashOf = (of: (x: number) => number) => sha256(new Uint8Array(values.map(of).buffer));
  expect(hashOf(log10).slice(0, 16)).toBe('d02a6fc4f020141e');
  expect(hashOf((x) => pow(x, 0.6276336467831387)).slice(0, 16)).toBe('bf338a09e4324258');
  expect(hashOf((x) => exp(-(x % 20))).slice(0, 16)).toBe('087a120d22d6fc18');
});

test.each([0, -0, 1, 10, 5e-324, 1e-310, Number.MAX_VALUE, Number.POSITIVE_INFINITY, Number.NaN])(
  'special cases of %d are as the language has them',
  (x) => {
    expect(log10(x)).toBe(Math.log10(x));
    expect(exp(x)).toBe(Math.exp(x));
    for (const y of [0, 1, 2, 0.5, -1, 1e9, -400, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(pow(x, y), `to ${y}`).toBe(x ** y);
    }
  },
);

test('a negative logarithm is none', () => {
  expect(log10(-1)).toBeNaN();
});
