import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { decode } from '#src/codecs/decode.js';
import { clearUncovered } from '#src/image/files/gif-canvas.js';
import { decodeImage } from '#src/image/files/load.js';
import { sharp } from '#src/image/files/sharp.js';
import type { Raster } from '#src/image/raster.js';
import { describeShared, shared } from '../../support/shared.ts';

const size = { width: 5, height: 4 };

/** A GIF file of one colour: a canvas, and a frame of 5x4 somewhere on it. */
async function gif(
  { canvas = [8, 6], place = [2, 1] }: { canvas?: [number, number]; place?: [number, number] },
  { interlaced = false, background = 0, frames = 1 } = {},
): Promise<Buffer> {
  const grey = Buffer.alloc(size.width * size.height * 3 * frames, 200);
  const raw = { ...size, height: size.height * frames, channels: 3 as const };
  const still = sharp(grey, { raw: { ...raw, pageHeight: size.height } });
  const file = await still.gif({ progressive: interlaced }).toBuffer();
  file.writeUInt16LE(canvas[0], 6);
  file.writeUInt16LE(canvas[1], 8);
  file[11] = background;
  let at = 13 + (file[10]! & 0x80 ? 3 * 2 ** ((file[10]! & 7) + 1) : 0);
  while (file[at] === 0x21) {
    // No transparent colour.
    if (file[at + 1] === 0xf9) file[at + 3]! &= 0xfe;
    at += 2;
    while (file[at]! > 0) at += 1 + file[at]!;
    at += 1;
  }
  file.writeUInt16LE(place[0], at + 1);
  file.writeUInt16LE(place[1], at + 3);
  return file;
}

/** Rows of a picture as text: where it is opaque. */
function opaque({ width, height, channels, data }: Raster): string[] {
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) =>
      channels === 4 && data[4 * (y * width + x) + 3] === 0 ? '.' : '#',
    ).join(''),
  );
}
const load = (bytes: Uint8Array) => decodeImage(bytes, { name: 'a.gif' });
const framed = ['........', '..#####.', '..#####.', '..#####.', '..#####.', '........'];

describe('what the first frame does not cover is transparent', () => {
  test.each([
    ['a still', {}],
    ['an interlaced one', { interlaced: true }],
    ['one with another background colour', { background: 1 }],
    ['an animation', { frames: 3 }],
  ])('of %s', async (_, options) => {
    const image = await load(await gif({}, options));
    expect(opaque(image)).toEqual(framed);
    expect([...image.data.subarray(0, 4)]).toEqual([0, 0, 0, 0]);
    const inside = 4 * (8 + 2);
    for (const sample of image.data.subarray(inside, inside + 3)) {
      expect(Math.abs(sample - 200)).toBeLessThan(3);
    }
  });

  test('by the codec gif too', async () => {
    const image = await decode(await gif({}), { codec: 'gif' });
    expect(opaque(image)).toEqual(framed);
  });

  test('a frame that covers all leaves the picture as it is', async () => {
    const bytes = await gif({ canvas: [5, 4], place: [0, 0] });
    expect((await load(bytes)).channels).toBe(3);
    const image = await load(bytes);
    expect(clearUncovered(bytes, image)).toBe(image);
  });

  test('of a frame that goes beyond the canvas, the canvas grows with it', async () => {
    const image = await load(await gif({ canvas: [6, 6], place: [3, 2] }));
    expect(opaque(image)).toEqual(['........', '........', ...Array(4).fill('...#####')]);
  });
});

test('a file that ends before its first frame says nothing of it', async () => {
  const bytes = await gif({});
  const image = await load(bytes);
  for (const length of [0, 11, 13, 20]) {
    expect(clearUncovered(bytes.subarray(0, length), image)).toBe(image);
  }
});

describeShared('a still that covers a part of its canvas', () => {
  test('is transparent elsewhere', async () => {
    const image = await load(readFileSync(shared('cases/formats/gif-partial-still.gif')));
    const rows = opaque(image);
    expect(rows).toEqual([
      ...Array(6).fill('.'.repeat(40)),
      ...Array(8).fill(`${'.'.repeat(5)}${'#'.repeat(10)}${'.'.repeat(25)}`),
      ...Array(16).fill('.'.repeat(40)),
    ]);
  });
});
