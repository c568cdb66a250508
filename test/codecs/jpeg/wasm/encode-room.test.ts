import { expect, test } from 'vitest';
import { openArena } from '#src/codecs/jpeg/wasm/arena.js';
import { createEncodeRoom } from '#src/codecs/jpeg/wasm/encode-room.js';
import { encodeSteps, typicalPacked } from '#src/codecs/jpeg/wasm/encode-tables.js';

test('codes lie there, and the factors of the quality that was asked for last', async () => {
  const arena = (await openArena())();
  const room = createEncodeRoom(arena);
  for (const quality of [85, 85, 30, 85]) {
    room.factors(quality).forEach((at, i) => {
      const laid = new Int16Array(arena.bytes(at, 256).slice().buffer);
      expect(laid).toEqual(encodeSteps(quality)[i]!.factors);
    });
  }
  room.typical.forEach((at, i) => {
    expect(new Uint32Array(arena.bytes(at, 1024).slice().buffer)).toEqual(typicalPacked[i]);
  });
});
