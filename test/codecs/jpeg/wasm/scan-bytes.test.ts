import { expect, test } from 'vitest';
import { openArena } from '#src/codecs/jpeg/wasm/arena.js';
import { unstuffScan } from '#src/codecs/jpeg/wasm/scan-bytes.js';

const arena = (await openArena())();

/** The bytes of a scan in their order, where its parts end, and what is said of it. */
function unstuffed(bytes: readonly number[], segments = 1) {
  const at = arena.take(bytes.length);
  arena.bytes(at, bytes.length).set(bytes);
  const { top, length, restarts, end, damage } = unstuffScan(
    ...([arena, { at, length: bytes.length }, 0, segments] as const),
  );
  return {
    bytes: [...arena.bytes(top - length, length)].reverse(),
    parts: [...arena.ints(restarts, segments - 1)],
    ...{ end, damage },
  };
}

test('stuffing goes, fill bytes too, and a marker ends the scan, wherever they stand', () => {
  for (let before = 0; before < 40; before++) {
    const lead = Array.from({ length: before }, (_, i) => i + 1);
    const tail = [9, 0xff, 0, 8, 0xff, 0xff, 0, 7, 0xff, 0xd9, 1, 2];
    const { bytes, end, damage } = unstuffed([...lead, ...tail]);
    expect(bytes).toEqual([...lead, 9, 0xff, 8, 0xff, 7]);
    expect(end).toBe(before + tail.length - 4);
    expect(damage).toBeNull();
  }
});

test('restart markers are found, counted and kept in order', () => {
  const part = Array(20).fill(5);
  const file = [...part, 0xff, 0xd0, ...part, 0xff, 0xd1, 4];
  expect(unstuffed(file, 3)).toMatchObject({ parts: [20, 40], damage: null });
  expect(unstuffed(file, 4)).toMatchObject({ parts: [20, 40, 41], damage: expect.any(String) });
  expect(unstuffed(file, 2)).toMatchObject({ parts: [20], damage: expect.any(String) });
  const wrong = [...part, 0xff, 0xd1, ...part];
  expect(unstuffed(wrong, 2).damage).toMatch('out of order');
});
