import { expect, test } from 'vitest';
import { metrics } from '#src/metrics/registry.js';
import { createScoring } from '#src/metrics/scoring.js';
import { type Scores, storedScores } from '#src/sweeps/rd/score.js';
import { picture } from '../../support/photos.ts';

async function scored(
  ids: readonly string[],
  keepMap: Parameters<typeof storedScores>[1] = null,
): Promise<Scores> {
  const chosen = await Promise.all(ids.map((id) => metrics.load(id)));
  const pair = [picture(100, 60), picture(100, 60, 2)] as const;
  return storedScores(
    createScoring().results(...pair, chosen, { maps: keepMap !== null }),
    keepMap,
  );
}

test('a metric that is not defined for a picture is done with; the others keep their values', async () => {
  const scores = await scored(['psnr', 'ms-ssim', 'ssim']);
  expect(scores.metrics).toMatchObject({ 'ms-ssim': null });
  expect(scores.metrics['psnr']).toBeTypeOf('number');
  expect(scores.metrics['ssim']).toBeTypeOf('number');
  expect(scores.metricErrors).toEqual({
    'ms-ssim': 'ms-ssim needs 161x161 pixels or more, got 100x60',
  });
  expect(Object.keys(scores.metricVersions).sort()).toEqual(['ms-ssim', 'psnr', 'ssim']);
});

test('a metric that fails otherwise has no version, so that it is tried again', async () => {
  const models = process.env['PARETO_MODELS'];
  process.env['PARETO_MODELS'] = '/nowhere';
  try {
    const scores = await scored(['psnr', 'lpips-vgg']);
    expect(scores.metrics['lpips-vgg']).toBeNull();
    expect(scores.metricErrors['lpips-vgg']).toContain('lpips-vgg');
    expect(Object.keys(scores.metricVersions)).toEqual(['psnr']);
  } finally {
    process.env['PARETO_MODELS'] = models;
  }
});

test('maps are kept as PNG, and none that nobody wants is made', async () => {
  const kept: string[] = [];
  await scored(['psnr', 'ssim'], async (metric, png) => {
    kept.push(`${metric} ${Buffer.from(png.subarray(1, 4)).toString()}`);
  });
  expect(kept).toEqual(['psnr PNG', 'ssim PNG']);
});

test('a map that cannot be kept is an error of its own', async () => {
  const refuse = async (): Promise<void> => {
    throw new Error('the disk is full');
  };
  await expect(scored(['psnr'], refuse)).rejects.toThrow('the disk is full');
});
