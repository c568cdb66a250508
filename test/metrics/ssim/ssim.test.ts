import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Raster } from '#src/image/raster.js';
import { scorePair } from '#src/metrics/score-pair.js';
import { ssim } from '#src/metrics/ssim/ssim.js';
import { makePair, nameOf, pairSchema } from '../../fixtures/pairs.ts';
import { scoreOf } from '../../support/score.ts';
import { describeShared } from '../../support/shared.ts';
import { deepened, mapSamples, picture, type Recipe } from '../pictures.js';
import { ssimMap } from './by-hand.ts';

const scored = z.object({ pairs: z.array(pairSchema.extend({ ssim: z.number().optional() })) });

async function pairsOf(file: string) {
  const text = await readFile(new URL(`../../fixtures/${file}`, import.meta.url), 'utf8');
  const { pairs } = scored.parse(JSON.parse(text));
  return pairs
    .filter((pair) => pair.ssim !== undefined)
    .map((pair) => ({ ...pair, name: nameOf(pair) }));
}

/** f32 against f64: what was seen is at most 8e-7 of the loss of pictures wholly unlike. */
const within = (value: number, expected: number): void => {
  expect(Math.abs(value - expected)).toBeLessThan(2e-6 * (1 - expected) + 1e-10);
};

describe('by scikit-image', async () => {
  test.each(await pairsOf('ssim_pooled_piq.json'))('$name', async (pair) => {
    const { original, decoded } = await makePair(pair);
    within(await scoreOf(ssim, original, decoded), pair.ssim!);
  });
});

describeShared('by scikit-image, pictures of the shared test data', async () => {
  test.each(await pairsOf('ssim_shared.json'))('$name', async (pair) => {
    const { original, decoded } = await makePair(pair);
    within(await scoreOf(ssim, original, decoded), pair.ssim!);
  });
});

// 1 to 3 strips of the kernel, with and without whole vectors; 1 to 4 tiles.
const shapes: Recipe[] = [
  { width: 11, height: 11, channels: 1, depth: 8, seed: 1 },
  { width: 14, height: 23, channels: 3, depth: 8, seed: 2 },
  { width: 138, height: 12, channels: 1, depth: 8, seed: 3 },
  { width: 139, height: 130, channels: 1, depth: 8, seed: 4 },
  { width: 150, height: 70, channels: 3, depth: 16, seed: 5 },
  { width: 301, height: 21, channels: 1, depth: 16, seed: 6 },
];

describe.each(shapes)('$width x $height x $channels, $depth bit, window by window', (recipe) => {
  const { width, height, channels } = recipe;
  const original = picture(recipe);
  const decoded = picture(recipe, 20);
  const expected = ssimMap(original, decoded);

  test('the map is 1 - SSIM, and at the border that of the nearest window', async () => {
    const { map } = await scorePair(ssim, original, decoded, { map: true });
    const worst = { error: 0, x: 0, y: 0 };
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const nearest = [within5(x, width), within5(y, height)] as const;
        const error = Math.abs(map!.data[y * width + x]! - (1 - expected(...nearest)));
        if (error > worst.error) Object.assign(worst, { error, x, y });
      }
    }
    expect(worst.error, `at ${worst.x}, ${worst.y}`).toBeLessThan(1e-5);
  });

  test('value and worst tile are means over windows', async () => {
    const { value, worstTile } = await scorePair(ssim, original, decoded);
    const meanOver = (x0: number, y0: number, x1: number, y1: number): number => {
      let sum = 0;
      let count = 0;
      for (let y = Math.max(5, y0); y < Math.min(height - 5, y1); y++) {
        for (let x = Math.max(5, x0); x < Math.min(width - 5, x1); x++, count++)
          sum += expected(x, y);
      }
      return sum / count;
    };
    within(value, meanOver(0, 0, width, height));
    const means = tilesOf(original).map((tile) => ({ ...tile, value: meanOver(...corners(tile)) }));
    const worst = means.reduce((low, tile) => (tile.value < low.value ? tile : low));
    expect(worstTile).toMatchObject({ ...worst, value: expect.any(Number) });
    within(worstTile!.value, worst.value);
  });

  test('one sample changes the windows that it lies in and no others', async () => {
    const [x, y] = [Math.floor(width * 0.7), Math.floor(height / 2)];
    const touched = mapSamples(original, (value, i) =>
      i === (y * width + x) * channels ? value ^ 64 : value,
    );
    const { map } = await scorePair(ssim, original, touched, { map: true });
    const wrong = Array.from(map!.data.keys()).filter((i) => {
      const [dx, dy] = [within5(i % width, width) - x, within5(Math.floor(i / width), height) - y];
      return map!.data[i]! > 0 !== Math.max(Math.abs(dx), Math.abs(dy)) <= 5;
    });
    expect(wrong).toEqual([]);
  });
});

const within5 = (at: number, length: number): number => Math.min(Math.max(at, 5), length - 6);

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const corners = ({ x, y, width, height }: Box) => [x, y, x + width, y + height] as const;

function tilesOf({ width, height }: Raster): Box[] {
  const along = (length: number): [number, number][] => {
    const count = Math.max(1, Math.floor(length / 64));
    return Array.from({ length: count }, (_, i) => [
      64 * i,
      i === count - 1 ? length - 64 * i : 64,
    ]);
  };
  return along(height).flatMap(([y, tall]) =>
    along(width).map(([x, wide]) => ({ x, y, width: wide, height: tall })),
  );
}

describe('what f32 could lose', () => {
  const recipe: Recipe = { width: 80, height: 60, channels: 1, depth: 16, seed: 9 };

  test('a difference of one step of 65,535 is seen', async () => {
    const original = picture(recipe);
    const decoded = mapSamples(original, (value, i) => Math.min(65535, value + (i % 3)));
    const expected = ssimMap(original, decoded);
    const losses = windowsOf(original).map(([x, y]) => 1 - expected(x, y));
    const loss = losses.reduce((sum, each) => sum + each, 0) / losses.length;
    expect(loss).toBeLessThan(1e-6);
    expect(Math.abs((1 - (await scoreOf(ssim, original, decoded))) / loss - 1)).toBeLessThan(1e-5);
  });

  test.each([
    ['black and white', (): number => 0, (): number => 255],
    ['white with noise', (): number => 255, (i: number): number => 255 - ((i * i) % 7)],
    ['light grey made darker', (): number => 250, (): number => 213],
    [
      'stripes made fainter',
      (i: number) => (i % 80 < 40 ? 0 : 255),
      (i: number) => (i % 80 < 40 ? 26 : 229),
    ],
  ])('in flat parts, where rounding is alike everywhere: %s', async (_name, a, b) => {
    const blank = picture({ ...recipe, depth: 8 });
    const original = mapSamples(blank, (_, i) => a(i));
    const decoded = mapSamples(blank, (_, i) => b(i));
    const expected = ssimMap(original, decoded);
    const all = windowsOf(blank).map(([x, y]) => expected(x, y));
    const mean = all.reduce((sum, each) => sum + each, 0) / all.length;
    within(await scoreOf(ssim, original, decoded), mean);
    within(await scoreOf(ssim, deepened(original), deepened(decoded)), mean);
  });
});

function windowsOf({ width, height }: Raster): [number, number][] {
  return Array.from({ length: (width - 10) * (height - 10) }, (_, i) => [
    5 + (i % (width - 10)),
    5 + Math.floor(i / (width - 10)),
  ]);
}

test('a thousand originals are scored by one kernel, which does not grow', async () => {
  const memories: { readonly buffer: ArrayBuffer }[] = [];
  const api = (globalThis as unknown as { WebAssembly: { Instance: new () => object } })
    .WebAssembly;
  const { Instance } = api;
  api.Instance = new Proxy(Instance, {
    construct(target, args: []) {
      const instance = new target(...args) as { exports: { memory: { buffer: ArrayBuffer } } };
      memories.push(instance.exports.memory);
      return instance;
    },
  });
  const recipe: Recipe = { width: 90, height: 70, channels: 3, depth: 8, seed: 1 };
  const [original, decoded] = [picture(recipe), picture(recipe, 9)];
  const bytes = (): number[] => memories.map(({ buffer }) => buffer.byteLength);
  try {
    // One may still be there from before, the other is made now.
    const both = [await ssim.prepare(original), await ssim.prepare(original)];
    for (const scorer of both) await scorer.score(decoded);
    for (const scorer of both) scorer.close();
    const before = bytes();
    expect(before.length).toBeGreaterThan(0);
    for (let i = 0; i < 1000; i++) await scoreOf(ssim, original, decoded);
    expect(bytes()).toEqual(before);
  } finally {
    api.Instance = Instance;
  }
});
