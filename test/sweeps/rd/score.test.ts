import { expect, test } from 'vitest';
import { scoreAll } from '#src/sweeps/rd/score.js';
import { picture } from '../../support/photos.ts';

const pairOf = (width: number, height: number) => ({
  original: picture(width, height),
  key: `${width}x${height}`,
  decoded: picture(width, height, 2),
});

test('a metric that is not defined for a picture is done with; the others keep their values', async () => {
  const scores = await scoreAll(['psnr', 'ms-ssim', 'ssim'], pairOf(100, 60), null);
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
    const scores = await scoreAll(['psnr', 'lpips-vgg'], pairOf(100, 60), null);
    expect(scores.metrics['lpips-vgg']).toBeNull();
    expect(scores.metricErrors['lpips-vgg']).toContain('lpips-vgg');
    expect(Object.keys(scores.metricVersions)).toEqual(['psnr']);
  } finally {
    process.env['PARETO_MODELS'] = models;
  }
});

test('a map that cannot be kept is an error of its own', async () => {
  const refuse = async (): Promise<void> => {
    throw new Error('the disk is full');
  };
  await expect(scoreAll(['psnr'], pairOf(100, 60), refuse)).rejects.toThrow('the disk is full');
});
