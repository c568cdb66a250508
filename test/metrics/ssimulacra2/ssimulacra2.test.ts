import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { untimed } from '#src/base/clock.js';
import { decodeImage, loadImageFile } from '#src/image/files/load.js';
import { sharp } from '#src/image/files/sharp.js';
import type { Raster } from '#src/image/raster.js';
import { scorePair } from '#src/metrics/score-pair.js';
import { recursiveGaussian } from '#src/metrics/ssimulacra2/blur.js';
import { ssimulacra2 } from '#src/metrics/ssimulacra2/ssimulacra2.js';
import { arm, withSession } from '../../codecs/support.ts';
import { makePair, nameOf, pairSchema } from '../../fixtures/pairs.ts';
import { scoreOf } from '../../support/score.ts';
import { describeShared, shared } from '../../support/shared.ts';
import { deepened, mapSamples, picture, type Recipe, withAlpha } from '../pictures.ts';

const fixture = z.object({
  pairs: z.array(pairSchema.extend({ ssimulacra2: z.number() })),
});
type Case = z.infer<typeof fixture>['pairs'][number];

async function casesOf(name: string): Promise<[name: string, pair: Case][]> {
  const text = await readFile(new URL(`../../fixtures/${name}`, import.meta.url), 'utf8');
  return fixture.parse(JSON.parse(text)).pairs.map((pair) => [nameOf(pair), pair]);
}

/** As near as the digits that the tool prints: the roundings are the same. */
function expectNear(value: number, expected: number): void {
  expect(Math.abs(value - expected)).toBeLessThan(2e-6 * Math.max(1, Math.abs(expected)));
}

const score = (a: Raster, b: Raster): Promise<number> => scoreOf(ssimulacra2, a, b);
const rgb: Recipe = { width: 70, height: 50, channels: 3, depth: 8, seed: 3 };

describe("by libjxl's tool", async () => {
  test.each(await casesOf('ssimulacra2_libjxl.json'))('%s', async (_name, pair) => {
    const { original, decoded } = await makePair(pair);
    expectNear(await score(original, decoded), pair.ssimulacra2);
  });
});

describeShared("by libjxl's tool, pairs of the shared test data", async () => {
  test.each(await casesOf('ssimulacra2_shared.json'))('%s', async (_name, pair) => {
    const { original, decoded } = await makePair(pair);
    expectNear(await score(original, decoded), pair.ssimulacra2);
  });
});

describeShared('a photograph of 8 bit as one of 16', () => {
  test('is scored at 16 bit as soon as one sample is no v * 257, by libjxl', async () => {
    const original = deepened(await loadImageFile(shared('datasets', 'kodak', 'kodim05.png')));
    const data = original.data.slice();
    data[300_000]! += 1;
    expectNear(await score(original, { ...original, data }), 99.43035005);
    expect(await score(original, { ...original, data: original.data.slice() })).toBe(100);
  });
});

describeShared('published scores', () => {
  const synthetic = z.array(z.object({ name: z.string(), cpp_score: z.number() }));
  const table = z.object({
    rows: z.array(z.object({ image: z.string(), quality: z.number(), ssimulacra2: z.number() })),
  });
  const tank = z.object({
    ssimulacra2_tank: z.object({ published_cpp: z.number(), tolerance: z.number() }),
  });

  test('of made-up pictures', async () => {
    const folder = shared('metrics', 'ssimulacra2', 'synthetic');
    const rows = synthetic.parse(JSON.parse(await readFile(`${folder}/expected.json`, 'utf8')));
    expect(rows.length).toBeGreaterThan(5);
    for (const { name, cpp_score } of rows) {
      const source = await loadImageFile(`${folder}/${name}_source.png`);
      const distorted = await loadImageFile(`${folder}/${name}_distorted.png`);
      expectNear(await score(source, distorted), cpp_score);
    }
  });

  test('48 of Kodak as JPEG, which rise with the quality', async () => {
    const file = shared('reference', 'kodak-jpeg-libjxl-scores.json');
    const { rows } = table.parse(JSON.parse(await readFile(file, 'utf8')));
    expect(rows).toHaveLength(48);
    for (const image of new Set(rows.map((row) => row.image))) {
      const original = await loadImageFile(shared('datasets', 'kodak', `${image}.png`));
      const scorer = await ssimulacra2.prepare(original);
      const found: number[] = [];
      const points = rows.filter((row) => row.image === image);
      for (const { quality, ...expected } of points.toSorted((a, b) => a.quality - b.quality)) {
        const { value } = await scorer.score(await throughJpeg(original, quality));
        expectNear(value, expected.ssimulacra2);
        found.push(value);
      }
      scorer.close();
      expect(found).toEqual(found.toSorted((a, b) => a - b));
    }
  });

  test('of a photograph as JPEG XL, decoded by another decoder', async () => {
    const expected = JSON.parse(await readFile(shared('metrics', 'expected.json'), 'utf8'));
    const { published_cpp, tolerance } = tank.parse(expected).ssimulacra2_tank;
    const folder = shared('metrics', 'ssimulacra2');
    const bytes = await readFile(`${folder}/tank_distorted.jxl`);
    const decoded = await withSession(await arm('jxl'), (jxl) => jxl.decode(bytes, untimed));
    const value = await score(await loadImageFile(`${folder}/tank_source.png`), decoded);
    expect(Math.abs(value - published_cpp)).toBeLessThan(tolerance);
  });
});

/** As cjpeg -quality Q -sample 2x2 and djpeg: sharp has the same library. */
async function throughJpeg({ width, height, data }: Raster, quality: number): Promise<Raster> {
  const bytes = await sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality, chromaSubsampling: '4:2:0' })
    .toBuffer();
  return decodeImage(bytes, { name: 'kodak.jpg' });
}

test('the blur has a sum of 1 and the variance of its Gaussian', () => {
  const taps = Array.from(recursiveGaussian(1.5).slice(23));
  const both = taps.map((tap, n) => (n === 0 ? tap : 2 * tap));
  expect(taps).toHaveLength(5);
  expect(both.reduce((sum, tap) => sum + tap, 0)).toBeCloseTo(1, 6);
  expect(both.reduce((sum, tap, n) => sum + tap * n ** 2, 0)).toBeCloseTo(1.5 ** 2, 5);
});

describe('a picture with itself is 100 to the bit', () => {
  const sizes = [
    [8, 8],
    [9, 8],
    [8, 31],
    [13, 17],
    [16, 33],
    [64, 65],
    [113, 112],
    [131, 127],
    [300, 9],
  ] as const;
  test.each(sizes)('%d x %d', async (width, height) => {
    for (const channels of [1, 3] as const) {
      const image = picture({ width, height, channels, depth: 16, seed: width });
      expect(await score(image, image)).toBe(100);
    }
  });
});

test('scores do not depend on the size or layout scored before, nor on a scorer beside', async () => {
  const [a, b] = [picture(rgb), picture(rgb, 40)];
  const expected = await score(a, b);
  const beside = await ssimulacra2.prepare(picture({ ...rgb, width: 91, height: 77 }, 5));
  for (const size of [
    { width: 200, height: 150 },
    { width: 8, height: 8 },
    { width: 33, height: 130 },
  ]) {
    const other: Recipe = { ...rgb, ...size, depth: 16 };
    await score(picture(other), picture(other, 100));
    expect(await score(a, b)).toBe(expected);
  }
  beside.close();
  beside.close();
  const [one, two] = [await ssimulacra2.prepare(a), await ssimulacra2.prepare(b)];
  expect((await one.score(b)).value).toBe(expected);
  expect((await two.score(b)).value).toBe(100);
  one.close();
  two.close();
});

test('16 bit is not cut to 8', async () => {
  const image = deepened(picture(rgb));
  const finer = mapSamples(image, (value, i) => Math.min(65535, value + (i % 100)));
  expect(await score(image, finer)).toBeLessThan(100);
});

test('alpha is laid over dark and bright grounds, and the worse score counts', async () => {
  // In sRGB values, 0.1 and 0.9 of 255 are 25.5 and 229.5.
  const flat = (value: number): Raster => mapSamples(picture(rgb), () => value);
  const clear = withAlpha(flat(0), 0);
  const onBright = await score(flat(230), flat(25));
  expect(Math.abs((await score(clear, flat(25))) - onBright)).toBeLessThan(1);
  const onDark = await score(flat(25), flat(230));
  expect(Math.abs((await score(clear, flat(230))) - onDark)).toBeLessThan(1);
  const onGrey = await score(flat(128), clear);
  expect(onGrey).toBeGreaterThan(95);
});

describe('the worst tile', () => {
  const recipe: Recipe = { width: 210, height: 150, channels: 3, depth: 8, seed: 8 };

  test('is the one with the damage', async () => {
    const original = picture(recipe);
    const damaged = mapSamples(original, (value, i) => {
      const [x, y] = [Math.floor(i / 3) % 210, Math.floor(i / 630)];
      return x >= 140 && x < 170 && y >= 80 && y < 110 ? 255 - value : value;
    });
    const { value, worstTile } = await scorePair(ssimulacra2, original, damaged);
    expect(worstTile).toMatchObject({ x: 128, y: 64, width: 82, height: 86 });
    expect(worstTile!.value).toBeLessThan(value - 10);
  });

  test('of a picture of one tile is the picture', async () => {
    const { value, worstTile } = await scorePair(ssimulacra2, picture(rgb), picture(rgb, 30));
    expect(worstTile).toEqual({ x: 0, y: 0, width: 70, height: 50, value });
  });
});

test('the map has the size of the picture, and its sum goes with the score', async () => {
  const recipe: Recipe = { ...rgb, width: 133, height: 70 };
  const sums: number[] = [];
  for (const noise of [3, 10, 30]) {
    const { map } = await scorePair(ssimulacra2, picture(recipe), picture(recipe, noise), {
      map: true,
    });
    expect([map!.width, map!.height, map!.data.length]).toEqual([133, 70, 133 * 70]);
    expect(map!.data.every((error) => error > 0)).toBe(true);
    sums.push(map!.data.reduce((sum, error) => sum + error, 0));
  }
  expect(sums).toEqual(sums.toSorted((a, b) => a - b));
});
