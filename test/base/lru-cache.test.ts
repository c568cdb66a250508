import { expect, test } from 'vitest';
import { createLru } from '#src/base/lru-cache.js';

test('keeps what was used last, within the limit', async () => {
  const dropped: string[] = [];
  const lru = createLru<string>({
    limit: 3,
    weigh: (value) => value.length,
    drop: async (value) => {
      dropped.push(value);
    },
  });
  let made = 0;
  const get = (key: string): Promise<string> =>
    lru.get(key, async () => {
      made += 1;
      return key;
    });
  await get('a');
  await get('bb');
  await get('a');
  await get('c');
  await Promise.resolve();
  expect(dropped).toEqual(['bb']);
  await get('a');
  await get('c');
  expect(made).toBe(3);
  await get('long one');
  await get('long one');
  expect(made).toBe(4);
});

test('a value that could not be made is made anew the next time', async () => {
  const lru = createLru<number>({ limit: 1 });
  await expect(lru.get('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await lru.get('a', async () => 1)).toBe(1);
  lru.forget('a');
  expect(await lru.get('a', async () => 2)).toBe(2);
});

/** A cache that makes each key from itself; says what was made and what left it. */
function counted(limit: number, weigh?: (value: string) => number) {
  const made: string[] = [];
  const dropped: string[] = [];
  const lru = createLru<string>({
    limit,
    ...(weigh && { weigh }),
    drop: async (value) => {
      dropped.push(value);
    },
  });
  const get = (key: string): Promise<string> =>
    lru.get(key, async () => {
      made.push(key);
      return key;
    });
  return { lru, made, dropped, get };
}

test('values weigh 1 each unless told otherwise, and as many as the limit stay', async () => {
  const { dropped, get } = counted(2);
  for (const key of ['a', 'b']) await get(key);
  expect(dropped).toEqual([]);
  for (const key of ['c', 'd']) await get(key);
  await Promise.resolve();
  expect(dropped).toEqual(['a', 'b']);
});

test('a value above the limit stays alone', async () => {
  const { made, dropped, get } = counted(4, (value) => value.length);
  for (const key of ['a', 'b', 'longer', 'longer']) await get(key);
  await Promise.resolve();
  expect(dropped).toEqual(['a', 'b']);
  expect(made).toEqual(['a', 'b', 'longer']);
  await get('c');
  await Promise.resolve();
  expect(dropped).toEqual(['a', 'b', 'longer']);
});

test('calls for one key at the same time share one making', async () => {
  const { made, get } = counted(2);
  expect(await Promise.all([get('a'), get('a')])).toEqual(['a', 'a']);
  expect(made).toEqual(['a']);
});

test('what is still being made weighs nothing: a value with a weight goes for a new one', async () => {
  const { lru, dropped, get } = counted(2);
  let finish = (_: string): void => {};
  const slow = lru.get('slow', () => new Promise((resolve) => (finish = resolve)));
  for (const key of ['a', 'b', 'c']) await get(key);
  await Promise.resolve();
  expect(dropped).toEqual(['a']);
  finish('slow');
  expect(await slow).toBe('slow');
});

test('what is forgotten is dropped', async () => {
  const { lru, dropped, get } = counted(2);
  await get('a');
  lru.forget('a');
  lru.forget('never there');
  await Promise.resolve();
  expect(dropped).toEqual(['a']);
});
