import { expect, test } from 'vitest';
import { pick } from '#src/leaderboard/pick-cells.js';

test('cells in another order, some of them', () => {
  expect([...pick([10, 20, 30], Int32Array.of(2, 0))]).toEqual([30, 10]);
});
