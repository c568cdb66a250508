import { expect, test } from 'vitest';
import type { RdJob } from '#src/sweeps/plan.js';
import { type RdConditions, taskOf } from '#src/sweeps/rd/record.js';
import { rdTask } from '#src/sweeps/rd/task.js';

const sha256 = 'a'.repeat(64);
const mine = { plugin: '/mine.js', sha256, id: 'mine' };

const conditions: RdConditions = {
  ...{ dataset: 'photos', crop: null, maps: false, maxPixels: 1000 },
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
