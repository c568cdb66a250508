import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { decodeImage, loadImageFile } from '#src/image/files/load.js';
import { sharp } from '#src/image/files/sharp.js';
import { createRaster, type Raster } from '#src/image/raster.js';
import { scorePair } from '#src/metrics/score-pair.js';
import { ssimPooled } from '#src/metrics/ssim/pooled.js';
import { ssim } from '#src/metrics/ssim/ssim.js';
import { makePair, nameOf, pairSchema } from '../../fixtures/pairs.ts';
import { scoreOf } from '../../support/score.ts';
import { describeShared, shared } from '../../support/shared.ts';
import { picture, type Recipe } from '../pictures.js';

const scored = z.object({
  pairs: z.array(pairSchema.extend({ 'ssim-pooled': z.number().optional() })),
});

async function pairsOf(file: string) {
  const text = await readFile(new URL(`../../fixtures/${file}`, import.meta.url), 'utf8');
  return scored
    .parse(JSON.parse(text))
    .pairs.flatMap(({ 'ssim-pooled': expected, ...pair }) =>
      expected === undefined ? [] : [{ ...pair, expected, name: nameOf(pair) }],
    );
}

describe('by piq', async () => {
  test.each(await pairsOf('ssim_pooled_piq.json'))('$name', async ({ expected, ...pair }) => {
    const { original, decoded } = await makePair(pair);
    expect(await scoreOf(ssimPooled, original, decoded)).toBeCloseTo(expected, 6);
  });
});

describeShared('by piq, pictures of the shared test data', async () => {
  test.each(await pairsOf('ssim_shared.json'))('$name', async ({ expected, ...pair }) => {
    const { original, decoded } = await makePair(pair);
    expect(await scoreOf(ssimPooled, original, decoded)).toBeCloseTo(expected, 6);
  });
});

const published = z.object({
  images: z.array(z.string()),
  cells: z.array(
    z.object({ quality: z.number(), chroma: z.string(), ssim_piq: z.array(z.number()) }),
  ),
});

describeShared('as published for JPEG', () => {
  test('pictures of Kodak at each quality, with and without chroma subsampling', async () => {
    const file = shared('reference', 'kodak-jpeg-per-image.json');
    const { images, cells } = published.parse(JSON.parse(await readFile(file, 'utf8')));
    expect(cells.length).toBeGreaterThan(10);
    for (const [i, { quality, chroma, ssim_piq: values }] of cells.entries()) {
      const name = images[i % images.length]!;
      const original = await loadImageFile(shared('datasets', 'kodak', `${name}.png`));
      const { width, height } = original;
      const bytes = await sharp(original.data, { raw: { width, height, channels: 3 } })
        .jpeg({ quality, chromaSubsampling: chroma })
        .toBuffer();
      const decoded = await decodeImage(bytes, { name });
      const value = await scoreOf(ssimPooled, original, decoded);
      // Published from 32-bit numbers: piq in 64 bits is up to 1.1e-5 away from them, and near here.
      const expected = values[i % images.length]!;
      expect(Math.abs(value - expected), `${name} ${quality} ${chroma}`).toBeLessThan(2e-5);
    }
  });
});

// 384 = 1.5 * 256 goes to 2, 640 = 2.5 * 256 to 2 as well, 896 = 3.5 * 256 to 4.
test.each([
  [383, 1],
  [384, 2],
  [640, 2],
  [641, 3],
  [895, 3],
  [896, 4],
])('a shorter side of %i is averaged over boxes of %i', async (side, factor) => {
  const recipe: Recipe = { width: side, height: side + 3, channels: 1, depth: 8, seed: side };
  const [original, decoded] = [picture(recipe), picture(recipe, 40)];
  const [a, b] = [averaged(original, factor), averaged(decoded, factor)];
  // The mean of a box is rounded here, at 16 bit.
  expect(await scoreOf(ssimPooled, original, decoded)).toBeCloseTo(await scoreOf(ssim, a, b), 4);
});

function averaged({ width, height, data }: Raster, factor: number): Raster {
  const [columns, rows] = [Math.floor(width / factor), Math.floor(height / factor)];
  const means = Uint16Array.from({ length: columns * rows }, (_, i) => {
    const [x, y] = [i % columns, Math.floor(i / columns)];
    let sum = 0;
    for (let dy = 0; dy < factor; dy++) {
      for (let dx = 0; dx < factor; dx++) {
        sum += data[(y * factor + dy) * width + x * factor + dx]!;
      }
    }
    return Math.round((257 * sum) / factor ** 2);
  });
  return createRaster({ width: columns, height: rows, channels: 1, depth: 16, data: means });
}

describe('map and tiles are of the picture as it was', () => {
  const recipe: Recipe = { width: 450, height: 390, channels: 3, depth: 8, seed: 4 };
  const original = picture(recipe);
  const { width, height } = original;

  test('damage shows in place', async () => {
    const data = original.data.slice();
    for (let y = 200; y < 216; y++) data.fill(0, (y * width + 330) * 3, (y * width + 346) * 3);
    const { map, worstTile } = await scorePair(
      ssimPooled,
      original,
      { ...original, data },
      { map: true },
    );
    expect(worstTile).toMatchObject({ x: 320, y: 192, width: 64, height: 64 });
    expect([map!.width, map!.height]).toEqual([width, height]);
    const changed = Array.from(map!.data.keys()).filter((i) => map!.data[i]! > 0);
    const columns = changed.map((i) => i % width);
    const rows = changed.map((i) => Math.floor(i / width));
    // Boxes of 2x2 and five of them to either side.
    expect([Math.min(...columns), Math.max(...columns)]).toEqual([320, 355]);
    expect([Math.min(...rows), Math.max(...rows)]).toEqual([190, 225]);
  });

  test('a tile is the mean of the map over its windows', async () => {
    const decoded = picture(recipe, 30);
    const { map, worstTile } = await scorePair(ssimPooled, original, decoded, { map: true });
    const { x, y, width: wide, height: tall, value } = worstTile!;
    let [sum, count] = [0, 0];
    for (let row = Math.max(10, y); row < Math.min(height - 10, y + tall); row++) {
      for (let column = Math.max(10, x); column < Math.min(width - 10, x + wide); column++) {
        sum += map!.data[row * width + column]!;
        count++;
      }
    }
    expect(value).toBeCloseTo(1 - sum / count, 6);
  });
});

test('a tile that no window has its middle in is not the worst', async () => {
  // Boxes of 12: the first tiles have five samples, and windows begin with the sixth.
  const side = 12 * 256;
  const recipe: Recipe = { width: side, height: side, channels: 1, depth: 8, seed: 2 };
  const { worstTile, value } = await scorePair(ssimPooled, picture(recipe), picture(recipe, 60));
  expect(worstTile!.x).toBeGreaterThan(0);
  expect(worstTile!.value).toBeLessThan(value);
});
