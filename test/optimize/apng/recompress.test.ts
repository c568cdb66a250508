import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { unfilterRows } from '#src/image/png-filters.js';
import { readApng } from '#src/optimize/apng/read.js';
import { recompressApng } from '#src/optimize/apng/recompress.js';
import { openOxipng } from '#src/runtimes/wasm/oxipng.js';
import { describeShared, shared } from '../../support/shared.ts';
import { type Chunk, file, frameControl, numbered, twoFrames } from './files.ts';

const maxPixels = 1e6;
const bits = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 } as Record<number, number>;

/** Frames as they are shown: control without its number, and the bytes of its rows. */
function framesOf(bytes: Uint8Array) {
  const { header, pictures, before, behind } = readApng(bytes, { maxPixels });
  const pixelBits = header.depth * bits[header.colourType]!;
  const frames = pictures.map(({ control, width, height, pieces }) => {
    const filtered = inflateSync(Buffer.concat(pieces));
    const rowBytes = Math.ceil((width * pixelBits) / 8);
    const rows = unfilterRows(filtered, {
      rowBytes,
      rows: height,
      pixelBytes: Math.max(1, pixelBits >> 3),
    })!;
    const told =
      control && Buffer.from(bytes.subarray(control.start + 4, control.end)).toString('hex');
    return { told, rows: Buffer.from(rows).toString('base64') };
  });
  const others = [...before, ...behind].map(({ start, end }) =>
    Buffer.from(bytes.subarray(start, end)).toString('hex'),
  );
  return { header, frames, others };
}

test('frames, places, times, disposal and blending stay; bytes become fewer', async () => {
  const animation = file(...twoFrames);
  const smaller = await recompressApng(animation, { maxPixels });
  expect(smaller.length).toBeLessThan(animation.length);
  expect(framesOf(smaller)).toEqual(framesOf(animation));
  const { pictures } = readApng(smaller, { maxPixels });
  expect(pictures.map(({ pieces }) => pieces.length)).toEqual([1, 1]);
});

test('compressed again it is as it was', async () => {
  const once = await recompressApng(file(...twoFrames), { maxPixels });
  expect(Buffer.from(await recompressApng(once, { maxPixels })).equals(once)).toBe(true);
});

test('another program is taken where it keeps the layout, and passed over where it does not or fails', async () => {
  const oxipng = await openOxipng();
  const animation = file(...twoFrames);
  const plain = await recompressApng(animation, { maxPixels });
  const better = await recompressApng(animation, {
    maxPixels,
    optimise: (png) => oxipng.optimise(png, { level: 4, interlaced: false }),
  });
  oxipng.close();
  expect(better.length).toBeLessThanOrEqual(plain.length);
  expect(framesOf(better)).toEqual(framesOf(animation));
  const other = await recompressApng(animation, {
    maxPixels,
    optimise: async () => new Uint8Array(9),
  });
  expect(Buffer.from(other).equals(plain)).toBe(true);
  const failing = await recompressApng(animation, {
    maxPixels,
    optimise: () => Promise.reject(Error('no')),
  });
  expect(Buffer.from(failing).equals(plain)).toBe(true);
});

test('pixels that are broken, too few or too many are refused', async () => {
  const withSecond = (content: Uint8Array, width = 8): Buffer => {
    const chunks: Chunk[] = [
      ...twoFrames.slice(0, 5),
      ['fcTL', frameControl(1, { width, height: 6 })],
      ['fdAT', numbered(2, content)],
      ['IEND', Buffer.alloc(0)],
    ];
    return file(...chunks);
  };
  const stream = Buffer.concat([twoFrames[6]![1].subarray(4), twoFrames[7]![1].subarray(4)]);
  await expect(recompressApng(withSecond(stream), { maxPixels })).resolves.toBeInstanceOf(
    Uint8Array,
  );
  await expect(recompressApng(withSecond(stream.subarray(0, 60)), { maxPixels })).rejects.toThrow(
    /pixels of a frame/,
  );
  await expect(recompressApng(withSecond(stream, 9), { maxPixels })).rejects.toThrow(
    /168 were expected/,
  );
  await expect(recompressApng(withSecond(stream, 7), { maxPixels })).rejects.toThrow(/pixels/);
});

describeShared('animations of others', () => {
  test('the ball', async () => {
    const ball = readFileSync(shared('fuzz/image-rs/png/apng__ball.png'));
    const smaller = await recompressApng(ball, { maxPixels });
    expect(smaller.length).toBeLessThan(ball.length);
    expect(framesOf(smaller)).toEqual(framesOf(ball));
  });
});
