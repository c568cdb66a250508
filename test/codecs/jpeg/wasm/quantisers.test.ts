import { expect, test } from 'vitest';
import { openArena } from '#src/codecs/jpeg/wasm/arena.js';
import { blockShapes, putOrder, putQuantisers } from '#src/codecs/jpeg/wasm/quantisers.js';

test('coefficients that a scale does not need go behind the others, within the room of a block', async () => {
  const arena = (await openArena())();
  for (const shape of Object.values(blockShapes)) {
    const places = [...arena.bytes(putOrder(arena, shape), 256)];
    const needed = places.slice(0, 64).filter((place) => place < 2 * shape.side ** 2);
    expect(new Set(needed).size).toBe(shape.side ** 2);
    expect(places.slice(64).every((place) => place === 2 * shape.side ** 2)).toBe(true);
    expect(Math.max(...places) + 2).toBeLessThanOrEqual(shape.spacing);
  }
});

test('steps lie in rows; those of 4x4 are eightfold', async () => {
  const arena = (await openArena())();
  const steps = Uint16Array.from({ length: 64 }, (_, k) => k + 1);
  const of = (scale: 1 | 2 | 4 | 8) =>
    Array.from(
      new Int16Array(
        arena.bytes(putQuantisers(arena, steps, blockShapes[scale]), 128).slice().buffer,
      ),
    );
  expect(of(1).slice(0, 3)).toEqual([1, 2, 6]);
  expect(of(2).slice(0, 5)).toEqual([8, 16, 48, 56, 24]);
  expect(of(4).slice(0, 5)).toEqual([1, 2, 3, 5, 0]);
});
