import { expect, test } from 'vitest';
import type { Raster } from '#src/image/raster.js';
import type { Metric } from '#src/metrics/metric.js';
import { psnr, psnrY } from '#src/metrics/psnr.js';
import { createScoring, type MetricResult, type ScoringOptions } from '#src/metrics/scoring.js';
import { msSsim } from '#src/metrics/ssim/multiscale.js';
import { ssim } from '#src/metrics/ssim/ssim.js';
import { picture } from '../support/photos.ts';

const [original, decoded] = [picture(80, 60), picture(80, 60, 2)];

async function resultsOf(
  metrics: readonly Metric[],
  { a = original, b = decoded, ...options }: ScoringOptions & { a?: Raster; b?: Raster } = {},
  scoring = createScoring(),
): Promise<MetricResult[]> {
  const all: MetricResult[] = [];
  for await (const result of scoring.results(a, b, metrics, options)) all.push(result);
  return all;
}

test('a metric that fails gives its error, and the others go on', async () => {
  const found = await resultsOf([psnr, msSsim, ssim]);
  expect(found.map(({ metric }) => metric.id)).toEqual(['psnr', 'ms-ssim', 'ssim']);
  expect(found.map(({ score }) => score !== null)).toEqual([true, false, true]);
  expect(String(found[1]!.error)).toContain('161x161');
});

test('maps are made where they are asked for', async () => {
  const [without] = await resultsOf([psnr]);
  expect(without!.score!.map).toBeNull();
  const [having, mapless] = await resultsOf([psnr, { ...psnrY, map: null }], { maps: true });
  expect(having!.score!.map!.data).toHaveLength(80 * 60);
  expect(mapless!.score!.map).toBeNull();
});

test('a value that is no number is an error', async () => {
  const broken: Metric = {
    ...psnr,
    prepare: async () => ({
      score: async () => ({ value: Number.NaN, worstTile: null, map: null }),
      close: () => {},
    }),
  };
  const [found] = await resultsOf([broken]);
  expect(found!.score).toBeNull();
  expect(String(found!.error)).toContain('psnr gave no number');
});

test('calls beside each other get the values of their own pair', async () => {
  const scoring = createScoring({ originals: 1 });
  const pictures = [1, 2, 3].map((seed) => picture(80, 60, seed));
  const pairs = pictures.flatMap((a) => pictures.map((b) => [a, b] as const));
  const valuesOf = (found: MetricResult[]) => found.map(({ score }) => score?.value);
  const together = await Promise.all(
    pairs.map(([a, b]) => resultsOf([psnr, ssim], { a, b }, scoring).then(valuesOf)),
  );
  for (const [at, [a, b]] of pairs.entries()) {
    expect(together[at]).toEqual(valuesOf(await resultsOf([psnr, ssim], { a, b })));
  }
  scoring.close();
});

test('a signal ends it between two metrics, and what it says is thrown', async () => {
  const controller = new AbortController();
  const scoring = createScoring();
  const running = scoring.results(original, decoded, [psnr, ssim], { signal: controller.signal });
  expect((await running.next()).value.metric.id).toBe('psnr');
  setTimeout(() => controller.abort(new Error('enough')));
  await expect(running.next()).rejects.toThrow('enough');
  expect((await running.next()).done).toBe(true);
  // What it has kept is still good.
  expect((await resultsOf([psnr], {}, scoring))[0]!.score).not.toBeNull();
});

test('nothing is scored after it is closed', async () => {
  const scoring = createScoring();
  scoring.close();
  const [found] = await resultsOf([psnr], {}, scoring);
  expect(String(found!.error)).toContain('closed');
});
