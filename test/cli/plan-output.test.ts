import { hash } from 'node:crypto';
import { expect, test } from 'vitest';
import { describePlan, planJson } from '#src/cli/plan-output.js';
import type { SweepPlan } from '#src/sweeps/prepare.js';

const configurations = [30, 60].map((quality) => ({
  codec: 'webp',
  source: 'webp',
  input: 'samples' as const,
  spec: `webp:quality=${quality}`,
  settings: { quality },
  knob: 'quality',
  engine: { name: 'libwebp', version: '1', runtime: 'native' as const },
  identity: `webp ${quality}`,
}));
const images = ['a', 'b'].map((name) => ({
  name,
  path: `/pictures/${name}.png`,
  sha256: hash('sha256', name),
  bytes: 1,
}));
const [low, high] = configurations as [(typeof configurations)[0], (typeof configurations)[0]];
const job = { key: 'k', configuration: high, image: images[1]!, metrics: ['psnr'] };
const rd = { finished: 3, retried: 1, rescored: 0, jobs: [{ ...job, kept: [], stored: false }] };
const timing = { testbed: { id: 'bench' }, crop: '512x512', finished: 2, configurations: [low] };
/** What the output reads of a plan. */
const plan = { dataset: 'set', images, configurations, rd, timing } as unknown as SweepPlan;

test('the plan as JSON holds what to run and no paths', () => {
  expect(planJson(plan)).toEqual({
    dataset: 'set',
    images: images.map(({ name, sha256 }) => ({ name, sha256 })),
    configurations: [low, high].map(({ codec, spec, settings, engine }) => ({
      ...{ codec, spec, settings, engine },
    })),
    rd: {
      ...{ finished: 3, retried: 1, rescored: 0 },
      jobs: [{ key: 'k', spec: 'webp:quality=60', image: 'b', metrics: ['psnr'] }],
    },
    timing: { testbed: 'bench', crop: '512x512', finished: 2, configurations: ['webp:quality=30'] },
  });
  expect(planJson({ ...plan, rd: null, timing: null })).toMatchObject({ rd: null, timing: null });
});

test('for people a row per codec with its settings: jobs to measure, images to time', () => {
  const text = describePlan(plan);
  expect(text).toMatch(/^set: 2 images\n/);
  expect(text).toMatch(/^codec +engine +to measure +to time$/m);
  expect(text).toMatch(/^webp:quality=30 +libwebp 1 +0 +2$/m);
  expect(text).toMatch(/^webp:quality=60 +libwebp 1 +1 +0$/m);
  expect(text.split('\n').slice(-2)).toEqual([
    'rate-distortion: 1 jobs, of which 1 failed before and 0 lack metrics; 3 finished',
    'timing on bench: 1 codecs with settings on 2 images, crop 512x512; 2 records finished',
  ]);
});

test('what is not measured has no column', () => {
  const text = describePlan({ ...plan, rd: null });
  expect(text).toMatch(/^codec +engine +to time$/m);
  expect(text).not.toContain('rate-distortion');
  expect(describePlan({ ...plan, timing: null })).not.toContain('tim');
});
