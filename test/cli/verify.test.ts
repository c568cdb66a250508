import { expect, test } from 'vitest';
import { runPareto } from '../support/pareto.ts';
import { scratch } from '../support/scratch.ts';
import { describeShared, shared } from '../support/shared.ts';

test('prints expected, got, tolerance and source of every value', async () => {
  const { status, stdout } = await runPareto(['verify', '--metrics', 'psnr-y,pixelmatch'], {
    cache: scratch(),
  });
  expect(status).toBe(0);
  expect(stdout).toMatch(/^metric +pair +expected +got +difference +tolerance +source$/m);
  expect(stdout).toMatch(/^psnr-y +ten levels bluer +46\.9927066 +46\.9927066 .* right/m);
  expect(stdout).toMatch(/^3 right, 0 missed, 0 skipped$/m);
});

describeShared('verify with the pictures and models at hand', () => {
  test('finds every value that can be checked right', async () => {
    const { status, stdout } = await runPareto(['verify', '--json'], {
      cache: scratch(),
      env: {
        PARETO_DATA: [shared('datasets'), shared('metrics')].join(':'),
        PARETO_MODELS: shared('models'),
      },
    });
    const checks = JSON.parse(stdout) as { metric: string; verdict: string; note: string | null }[];
    expect(checks.filter(({ verdict }) => verdict === 'miss')).toEqual([]);
    expect(status).toBe(0);
    const skipped = checks.filter(({ verdict }) => verdict === 'skipped');
    // The weights of VGG16 are in no package: these two are checked where a user has exported them.
    expect(new Set(skipped.map(({ metric }) => metric))).toEqual(new Set(['lpips-vgg', 'dists']));
  });
});
