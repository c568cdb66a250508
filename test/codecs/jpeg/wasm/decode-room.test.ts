import { expect, test } from 'vitest';
import { typicalCodes } from '#src/codecs/jpeg/wasm/annex-k.js';
import { openArena } from '#src/codecs/jpeg/wasm/arena.js';
import { createDecodeRoom } from '#src/codecs/jpeg/wasm/decode-room.js';
import { openJpegPipeline } from '#src/codecs/jpeg/wasm/pipeline.js';
import { blockShapes, putOrder, putQuantisers } from '#src/codecs/jpeg/wasm/quantisers.js';
import { jpegOf } from './seeds.ts';

test('a Huffman table that is no prefix code is refused, whatever came before', async () => {
  const room = createDecodeRoom((await openArena())());
  const none = Array<null>(7).fill(null);
  const broken = [Uint8Array.of(3, ...Array(15).fill(0), 1, 2, 3), ...none];
  expect(room.load([typicalCodes[0]!, ...none])).toHaveLength(8);
  expect(() => room.load(broken)).toThrow('no prefix code');
  // And again: it was not kept.
  expect(() => room.load(broken)).toThrow('no prefix code');
  expect(() => room.load([Uint8Array.of(1, ...Array(15).fill(0), 16), ...none])).toThrow(
    'no prefix code',
  );
});

test('steps and orders are laid as they are where nothing is kept', async () => {
  const arena = (await openArena())();
  const room = createDecodeRoom(arena);
  const steps = [1, 3].map((n) => Uint16Array.from({ length: 64 }, (_, k) => n * k + 1));
  for (const shape of [...Object.values(blockShapes), blockShapes[1]]) {
    for (const each of [...steps, ...steps]) {
      const kept = arena.bytes(room.quantisers(2, each, shape), 128).slice();
      expect(kept).toEqual(arena.bytes(putQuantisers(arena, each, shape), 128));
    }
    const order = arena.bytes(room.order(shape), 256).slice();
    expect(order).toEqual(arena.bytes(putOrder(arena, shape), 256));
  }
});

test('files of unlike tables are decoded one after the other as each is by itself', async () => {
  const files = await Promise.all([
    jpegOf(61, 40),
    jpegOf(40, 61, { quality: 30 }),
    jpegOf(61, 40, { optimiseCoding: true, quality: 97 }),
  ]);
  const shared = await openJpegPipeline();
  const planesOf = (pipeline: typeof shared, file: Uint8Array, scale: 1 | 2 | 8) =>
    pipeline.decode(file, { scale }).planes.map((plane) => {
      const { width, height, stride } = plane;
      const rows = pipeline.view(plane);
      return Array.from({ length: height }, (_, y) => [
        ...rows.subarray(y * stride, y * stride + width),
      ]);
    });
  for (const scale of [1, 2, 8] as const) {
    for (const file of [...files, ...files]) {
      const alone = planesOf(await openJpegPipeline(), file, scale);
      expect(planesOf(shared, file, scale)).toEqual(alone);
    }
  }
});
