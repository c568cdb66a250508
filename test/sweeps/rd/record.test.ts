import { describe, expect, test } from 'vitest';
import { codecKey } from '#src/results/identity.js';
import { rdKey } from '#src/results/key.js';
import type { RdRecord } from '#src/results/record.js';
import type { RdJob } from '#src/sweeps/plan.js';
import { emptyOutcome } from '#src/sweeps/rd/outcome.js';
import { type RdConditions, recordOf, taskOf } from '#src/sweeps/rd/record.js';
import { type RdOutcome, rdTask } from '#src/sweeps/rd/task.js';

const sha256 = 'a'.repeat(64);
const mine = { plugin: '/mine.js', sha256, id: 'mine' };

const conditions: RdConditions = {
  ...{ dataset: 'photos', crop: null, maps: false, maxPixels: 1000, lenient: false },
  ownMetrics: new Map([['mine', mine]]),
  provenance: { version: '0.2.0', commit: null },
};

const job: RdJob = {
  key: sha256,
  configuration: {
    ...{ codec: 'raw', source: 'raw', spec: 'raw', settings: {}, knob: null, identity: '' },
    input: 'samples',
    engine: { name: 'pam', version: '1', runtime: 'js' },
  },
  image: { name: 'p1', path: '/p1.png', sha256, bytes: 9 },
  metrics: ['psnr', 'mine'],
  kept: ['ssim', 'mine', 'somebody-elses'],
  stored: true,
};

test('a task says where metrics are found, as plain JSON', () => {
  const task = taskOf(job, undefined, conditions);
  expect(task.metrics).toEqual(['psnr', mine]);
  expect(rdTask.parse(JSON.parse(JSON.stringify(task)))).toEqual(task);
});

test('metrics that a record holds and that cannot be found again are not asked for', () => {
  expect(taskOf(job, undefined, conditions).kept).toEqual(['ssim', mine]);
});

describe('recordOf', () => {
  const outcome: RdOutcome = {
    ...emptyOutcome(),
    ...{ width: 20, height: 10, bytes: 100, bitstreamSha256: sha256, exact: true },
    ...{ metrics: { psnr: 40 }, metricVersions: { psnr: '1' }, metricErrors: {}, worstTiles: {} },
    engine: job.configuration.engine,
  };
  const previous: RdRecord = {
    ...recordOf(job, undefined, outcome, conditions),
    metrics: { psnr: 30, ssim: 0.9 },
    metricVersions: { psnr: '0', ssim: '2' },
    metricErrors: { 'ms-ssim': 'too small' },
  };

  test('has the rate in bits per pixel, and none where the job did not get so far', () => {
    expect(recordOf(job, undefined, outcome, conditions)).toMatchObject({
      ...{ key: job.key, dataset: 'photos', image: 'p1', bpp: 4, version: '0.2.0', commit: null },
    });
    const failed = { ...emptyOutcome(), error: { stage: 'load' as const, message: 'no' } };
    const record = recordOf(job, undefined, failed, conditions);
    expect(record).toMatchObject({ bpp: null, engine: job.configuration.engine, key: job.key });
    expect(recordOf(job, undefined, { ...outcome, bytes: 0 }, conditions).bpp).toBe(0);
  });

  test('keeps what the stored record holds besides, of the same bitstream alone', () => {
    const joined = recordOf(job, previous, outcome, conditions);
    expect(joined).toMatchObject({
      metrics: { psnr: 40, ssim: 0.9 },
      metricVersions: { psnr: '1', ssim: '2' },
      metricErrors: { 'ms-ssim': 'too small' },
    });
    const other = { ...previous, bitstreamSha256: 'b'.repeat(64) };
    expect(recordOf(job, other, outcome, conditions).metrics).toEqual({ psnr: 40 });
  });

  test('of another engine than was planned has that engine and its key, and nothing of before', () => {
    for (const change of [{ version: '2' }, { name: 'x' }, { runtime: 'wasm' as const }]) {
      const engine = { ...job.configuration.engine, ...change };
      const record = recordOf(job, previous, { ...outcome, engine }, conditions);
      expect(record.engine).toEqual(engine);
      expect(record.metrics).toEqual({ psnr: 40 });
      const { codec, settings } = job.configuration;
      expect(record.key).toBe(rdKey(codecKey({ codec, engine, settings }), sha256, null));
      expect(record.key).not.toBe(job.key);
    }
  });
});
