import { expect, test } from 'vitest';
import { metricsCommand } from '#src/cli/metrics.js';
import { metrics } from '#src/metrics/registry.js';
import { printedBy } from '../support/printed.ts';

const print = async (json: boolean) =>
  (await printedBy(() => metricsCommand({ plugin: undefined, 'metric-command': undefined, json })))
    .out;

test('as JSON their facts, without what only the program can use', async () => {
  const listed = JSON.parse(await print(true)) as { id: string; perfect: number | null }[];
  expect(listed.map(({ id }) => id)).toEqual(metrics.names);
  const [psnr, ssim] = ['psnr', 'ssim'].map((id) => listed.find((each) => each.id === id)!);
  expect(psnr).toMatchObject({ unit: 'dB', better: 'higher', perfect: null, available: true });
  expect(ssim!.perfect).toBe(1);
  expect(psnr).not.toHaveProperty('prepare');
});

test('as text a table, then the definition and source of each', async () => {
  const text = await print(false);
  expect(text).toMatch(/^psnr +\S+ +dB +higher +no limit +yes$/m);
  expect(text).toMatch(/^ssim +\S+ +- +higher +1 +yes$/m);
  for (const id of metrics.names) expect(text).toMatch(new RegExp(`^${id}: .+ Source: .+\\.`, 'm'));
});
