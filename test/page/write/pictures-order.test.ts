import { expect, test } from 'vitest';
import { inTurn, spreadOrder } from '#src/page/write/pictures-order.js';

test('every beginning of the order is spread over all places', () => {
  for (const count of [0, 1, 2, 3, 5, 11, 12, 40]) {
    const order = spreadOrder(count);
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
  }
  expect(spreadOrder(11).slice(0, 5)).toEqual([5, 0, 10, 3, 8]);
  expect(inTurn([[1, 4, 6], [], [2], [3, 5]])).toEqual([1, 2, 3, 4, 5, 6]);
});
