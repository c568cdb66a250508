import { expect, test } from 'vitest';
import { createLargeMap } from '#src/base/large-map.js';

test('a map in parts answers as one Map, whatever is set anew, removed and set again', () => {
  const map = createLargeMap<string, number>([['a', 0]], { partSize: 3 });
  const whole = new Map([['a', 0]]);
  let state = 1;
  for (let i = 0; i < 500; i++) {
    state = (state * 48271) % 2147483647;
    const key = `k${state % 40}`;
    if (state % 5 === 0) expect(map.delete(key)).toBe(whole.delete(key));
    else {
      map.set(key, i);
      whole.set(key, i);
    }
    expect([map.size, map.has(key), map.get(key)]).toEqual([
      whole.size,
      whole.has(key),
      whole.get(key),
    ]);
  }
  expect(whole.size).toBeGreaterThan(3 * 3);
  expect([...map.values()].sort()).toEqual([...whole.values()].sort());
  expect([map.get('none'), map.has('none')]).toEqual([undefined, false]);
});

test('values come in the order in which their keys were first set', () => {
  const map = createLargeMap<number, string>([], { partSize: 2 });
  for (const key of [5, 3, 9, 1, 7]) map.set(key, `first ${key}`);
  map.set(3, 'second 3');
  expect([...map.values()]).toEqual(['first 5', 'second 3', 'first 9', 'first 1', 'first 7']);
});
