import { expect, test } from 'vitest';
import { openArena } from '#src/codecs/jpeg/wasm/arena.js';
import { openFrame } from '#src/codecs/jpeg/wasm/frame.js';
import { readJpegHead } from '#src/codecs/jpeg/wasm/head.js';
import { jpegOf } from './seeds.ts';

test('planes are of the size that libjpeg gives, with room for whole units', async () => {
  const arena = (await openArena())();
  for (const [chromaSubsampling, factor] of [
    ['4:2:0', 2],
    ['4:4:4', 1],
  ] as const) {
    const head = readJpegHead(await jpegOf(83, 45, { chromaSubsampling }));
    for (const scale of [1, 2, 4, 8] as const) {
      const frame = openFrame(arena, head, { at: 0, length: 0 }, { scale, wantsBits: false });
      const { columns, rows, components, shape } = frame;
      expect([columns, rows]).toEqual([Math.ceil(83 / (8 * factor)), Math.ceil(45 / (8 * factor))]);
      const [luma, cb] = components.map(({ plane }) => plane);
      expect(luma).toMatchObject({ width: Math.ceil(83 / scale), height: Math.ceil(45 / scale) });
      expect(cb!.width).toBe(Math.ceil(83 / (scale * factor)));
      expect(cb!.height).toBe(Math.ceil(45 / (scale * factor)));
      expect(luma!.stride).toBeGreaterThanOrEqual(columns * factor * shape.side);
      const bytes = luma!.stride * rows * factor * shape.side;
      expect(cb!.pointer - luma!.pointer).toBeGreaterThan(bytes);
    }
  }
});
