import { describe, expect, test } from 'vitest';
import { readOptimizeOptions } from '#src/optimize/options.js';
import { presetNames, presets } from '#src/optimize/presets.js';

describe('readOptimizeOptions', () => {
  test('one format is made at the quality of the preset', async () => {
    expect(await readOptimizeOptions({})).toMatchObject({
      ...{ preset: 'medium', goal: null, metric: 'ssimulacra2', lossyPng: true, formats: [] },
    });
    expect(await readOptimizeOptions({ preset: 'low' })).toMatchObject({ lossyPng: false });
  });

  test.each([
    [{ mode: 'auto' }, 'butteraugli-p3', 1.5],
    [{ mode: 'auto', preset: 'high' }, 'butteraugli-p3', 1.9],
    [{ mode: 'auto', norm: 'max-norm' }, 'butteraugli', 1.75],
    [{ formats: ['avif', 'webp'] }, 'butteraugli-p3', 1.5],
    [{ target: 'ssimulacra2=80' }, 'ssimulacra2', 80],
  ] as const)('%j aims at a score', async (options, metric, score) => {
    const read = await readOptimizeOptions(options as object);
    expect(read).toMatchObject({ metric, goal: { score, maxBytes: null } });
  });

  test('a size is a goal of its own, and one beside a score', async () => {
    expect(await readOptimizeOptions({ maxBytes: 9000 })).toMatchObject({
      goal: { score: null, maxBytes: 9000 },
    });
    expect(await readOptimizeOptions({ maxBytes: 9000, target: 'psnr=40' })).toMatchObject({
      metric: 'psnr',
      goal: { score: 40, maxBytes: 9000 },
    });
  });

  test.each([
    [{ preset: 'medum' }, /preset takes one of high, medium, low, got 'medum'/],
    [{ target: '80' }, /target takes a metric and a value/],
    [{ target: 'ssimulacra3=80' }, /unknown metric 'ssimulacra3'; did you mean ssimulacra2/],
    [{ target: 'ssimulacra2=101' }, /101 cannot be met/],
    [{ formats: ['jpg2'] }, /formats takes/],
    [{ mode: 'fixed', formats: ['avif', 'jpeg'] }, /compared at equal score/],
    [{ mode: 'auto', target: 'psnr=40' }, /exclude each other/],
    [{ quality: 101 }, /quality takes a whole number from 1 to 100, got 101/],
    [{ quality: 50, target: 'psnr=40' }, /quality and what is searched exclude each other/],
    [{ quality: 50, formats: ['avif', 'jpeg'] }, /quality and what is searched exclude each other/],
    [{ maxBytes: 0 }, /maxBytes takes a whole number from 1, got 0/],
    [{ maxReduction: 101 }, /maxReduction takes a number from 0 to 100/],
    [{ keep: ['place'] }, /keep takes/],
    [{ targt: 'psnr=40' }, /unknown option of optimize 'targt'; did you mean target/],
  ])('%j is refused', async (options, message) => {
    await expect(readOptimizeOptions(options as object)).rejects.toThrow(message);
  });
});

test('a preset that saves more has less quality and more distance', () => {
  const inOrder = presetNames.map((name) => presets[name]);
  const qualities = inOrder.map(({ quality }) => quality);
  expect(qualities).toEqual(qualities.toSorted((a, b) => a - b));
  for (const norm of ['3-norm', 'max-norm'] as const) {
    const distances = inOrder.map(({ distance }) => distance[norm]);
    expect(distances).toEqual(distances.toSorted((a, b) => b - a));
  }
});
