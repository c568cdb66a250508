import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { decodeImage, loadImageFile } from '#src/image/files/load.js';
import { sharp } from '#src/image/files/sharp.js';
import type { Raster } from '#src/image/raster.js';
import { scorePair } from '#src/metrics/score-pair.js';
import { msSsim } from '#src/metrics/ssim/multiscale.js';
import { ssimPooled } from '#src/metrics/ssim/pooled.js';
import { ssim } from '#src/metrics/ssim/ssim.js';
import { makePair, nameOf, pairSchema } from '../../fixtures/pairs.ts';
import { scoreOf } from '../../support/score.ts';
import { describeShared, shared } from '../../support/shared.ts';
import { mapSamples, picture, type Recipe } from '../pictures.js';

const scored = z.object({
  pairs: z.array(pairSchema.extend({ 'ms-ssim': z.number().optional() })),
});

async function pairsOf(file: string) {
  const text = await readFile(new URL(`../../fixtures/${file}`, import.meta.url), 'utf8');
  return scored
    .parse(JSON.parse(text))
    .pairs.flatMap(({ 'ms-ssim': expected, ...pair }) =>
      expected === undefined ? [] : [{ ...pair, expected, name: nameOf(pair) }],
    );
}

describe('by pytorch-msssim', async () => {
  test.each(await pairsOf('ms_ssim_torch.json'))('$name', async ({ expected, ...pair }) => {
    const { original, decoded } = await makePair(pair);
    expect(await scoreOf(msSsim, original, decoded)).toBeCloseTo(expected, 6);
  });
});

describeShared('by pytorch-msssim, pictures of the shared test data', async () => {
  test.each(await pairsOf('ssim_shared.json'))('$name', async ({ expected, ...pair }) => {
    const { original, decoded } = await makePair(pair);
    expect(await scoreOf(msSsim, original, decoded)).toBeCloseTo(expected, 6);
  });
});

describeShared('as published for WebP by CompressAI', () => {
  test.each([
    [30, 0.964167],
    [75, 0.983211],
  ])(
    'quality %i: %f over Kodak',
    async (quality, expected) => {
      let sum = 0;
      for (let i = 1; i <= 24; i++) {
        const name = `kodim${`${i}`.padStart(2, '0')}`;
        const original = await loadImageFile(shared('datasets', 'kodak', `${name}.png`));
        const { width, height, data } = original;
        const bytes = await sharp(data, { raw: { width, height, channels: 3 } })
          .webp({ quality })
          .toBuffer();
        sum += await scoreOf(msSsim, original, await decodeImage(bytes, { name }));
      }
      expect(sum / 24).toBeCloseTo(expected, 5);
    },
    60_000,
  );
});

const recipe: Recipe = { width: 260, height: 200, channels: 3, depth: 8, seed: 3 };

// Sides that can be halved four times, so that no black from outside comes in.
const flat = (level: number): Raster =>
  mapSamples(picture({ ...recipe, width: 256, height: 208 }), () => level);

describe('by hand', () => {
  test('two flat pictures: only the luminance of the last scale counts', async () => {
    const [a, b] = [100, 150];
    const luminance = (2 * a * b + 6.5025) / (a * a + b * b + 6.5025);
    expect(await scoreOf(msSsim, flat(a), flat(b))).toBeCloseTo(luminance ** 0.1333, 6);
  });

  test('a picture and its negative have no structure in common: 0, not a power of less', async () => {
    const original = picture({ ...recipe, width: 256, height: 208 });
    expect(
      await scoreOf(
        msSsim,
        original,
        mapSamples(original, (v) => 255 - v),
      ),
    ).toBe(0);
  });
});

describe('tiles and map', () => {
  const original = picture(recipe);
  const { width } = original;
  const damaged = (left: number, top: number) =>
    mapSamples(original, (value, i) => {
      const [x, y] = [Math.floor(i / 3) % width, Math.floor(i / 3 / width)];
      return x >= left && x < left + 20 && y >= top && y < top + 20 ? 255 - value : value;
    });

  test.each([
    [4, 4, 0, 0],
    [90, 20, 64, 0],
    [234, 30, 192, 0],
    [20, 170, 0, 128],
    [220, 160, 192, 128],
  ])('damage at %i, %i is found in its tile', async (left, top, x, y) => {
    const { worstTile, map } = await scorePair(msSsim, original, damaged(left, top), { map: true });
    expect(worstTile).toMatchObject({ x, y });
    const middle = (top + 10) * width + left + 10;
    const worst = map!.data.reduce((high, value) => Math.max(high, value), 0);
    expect(map!.data[middle]!).toBeGreaterThan(0.6 * worst);
  });

  test('where all windows are alike every tile has the value of the picture', async () => {
    const { worstTile, value } = await scorePair(msSsim, flat(100), flat(150));
    expect(worstTile!.value).toBeCloseTo(value, 6);
  });

  test('the worst tile is worse than the picture', async () => {
    const { worstTile, value } = await scorePair(msSsim, original, picture(recipe, 40));
    expect(worstTile!.value).toBeLessThan(value);
    expect(worstTile!.value).toBeGreaterThan(value - 0.1);
  });
});

test('scorers that share kernels keep out of each other, whatever the order of sizes', async () => {
  const recipes: Recipe[] = [
    recipe,
    { ...recipe, width: 171, height: 400 },
    { ...recipe, channels: 1, depth: 16 },
  ];
  const jobs = recipes.flatMap((each) =>
    [ssim, ssimPooled, msSsim].map((metric) => ({
      metric,
      original: picture(each),
      decoded: picture(each, 25),
    })),
  );
  const alone: number[] = [];
  for (const { metric, original, decoded } of jobs) {
    alone.push(await scoreOf(metric, original, decoded));
  }
  const scorers = await Promise.all(jobs.map(({ metric, original }) => metric.prepare(original)));
  for (const order of [jobs.keys(), Array.from(jobs.keys()).reverse()]) {
    for (const i of order) {
      const { value } = await scorers[i]!.score(jobs[i]!.decoded, { map: i % 2 === 0 });
      expect(value).toBe(alone[i]);
    }
  }
  for (const each of scorers.slice(0, 5)) each.close();
  for (const { metric, original, decoded } of jobs.toReversed()) {
    expect(await scoreOf(metric, original, decoded)).toBe(
      alone[jobs.findIndex((job) => job.original === original && job.metric === metric)],
    );
  }
});
