import { expect, test } from 'vitest';
import { balancedCount, noRoom, sampledShare, tileSide } from '#src/estimate/tiles/plan.js';

test('of a larger picture a smaller share is sampled, and never more of it in tiles than there is', () => {
  let before = 1;
  for (let side = 400; side < 20_000; side *= 1.3) {
    const size = { width: Math.round(1.5 * side), height: Math.round(side) };
    const share = sampledShare(size);
    expect(share).toBeLessThanOrEqual(before);
    expect(share).toBeGreaterThan(0);
    before = share;
    const count = balancedCount(size);
    if (count === null) continue;
    // The count is rounded.
    expect((count - 0.5) * tileSide ** 2).toBeLessThanOrEqual(share * size.width * size.height);
  }
});

test('a picture without room for tiles is told, with its size', () => {
  for (const size of [
    { width: 1, height: 1 },
    { width: 768, height: 512 },
    { width: 90_000, height: 200 },
  ]) {
    expect(balancedCount(size)).toBeNull();
    expect(noRoom(size)).toContain(`${size.width}x${size.height} has no room for tiles`);
  }
  const large = { width: 4000, height: 3000 };
  expect(balancedCount(large)).toBeGreaterThanOrEqual(4);
  expect(noRoom(large)).toBeNull();
});

test('tiles begin at blocks of the map', () => {
  expect(tileSide % 16).toBe(0);
});
