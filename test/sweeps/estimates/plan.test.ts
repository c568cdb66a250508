import { expect, test } from 'vitest';
import { webp } from '#src/codecs/webp.js';
import { rdKey } from '#src/results/key.js';
import type { RecordOutline } from '#src/results/outlines.js';
import { planEstimates } from '#src/sweeps/estimates/plan.js';
import { configurationOf } from '#src/sweeps/one-configuration.js';

const outline: RecordOutline = {
  ...{ failed: false, metricVersions: {}, passes: 0 },
  ...{ hasMemory: false, unloadable: false, isEarly: false },
};
const configurations = [
  configurationOf(webp, { quality: 40 }),
  configurationOf(webp, { quality: 80 }),
];
const images = ['a', 'b'].map((name) => {
  return { name, path: `${name}.png`, sha256: name.repeat(64), bytes: 1 };
});
const input = {
  ...{ configurations, images, estimators: ['auto', 'tiles'] },
  conditions: { seed: 1, sampleWidth: 300, timeBudgetSeconds: 0.4, timeLimitSeconds: 30 },
  calibrationSha256: '0'.repeat(64),
  stored: () => new Map<string, RecordOutline>(),
};

test('every estimator on every configuration and image, picture by picture', () => {
  const { jobs, finished, keys } = planEstimates(input);
  expect([jobs.length, finished, keys.size]).toEqual([8, 0, 8]);
  expect(jobs.map(({ image }) => image.name).join('')).toBe('aaaabbbb');
  expect(jobs[0]!.rdKey).toBe(rdKey(configurations[0]!.identity, images[0]!.sha256, null));
});

test('what is stored is not made again, unless it failed, is forced, or was asked otherwise', () => {
  const all = planEstimates(input).jobs;
  const known = new Map(all.map(({ key }, i) => [key, { ...outline, failed: i === 0 }]));
  const stored = () => known;
  expect(planEstimates({ ...input, stored })).toMatchObject({ finished: 7, retried: 1 });
  expect(planEstimates({ ...input, stored }).jobs).toEqual([all[0]]);
  expect(planEstimates({ ...input, stored, force: true }).jobs).toHaveLength(8);
  const conditions = { ...input.conditions, seed: 2 };
  expect(planEstimates({ ...input, stored, conditions }).finished).toBe(0);
});
