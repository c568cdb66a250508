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
