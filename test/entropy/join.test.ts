import { expect, test } from 'vitest';
import { join } from '#src/entropy/join.js';

test('puts pieces one after the other, into memory of its own', () => {
  const first = Uint8Array.of(1, 2);
  const joined = join([first, new Uint8Array(), Uint8Array.of(3)]);
  first[0] = 9;
  expect([...joined]).toEqual([1, 2, 3]);
  expect(join([])).toHaveLength(0);
});
