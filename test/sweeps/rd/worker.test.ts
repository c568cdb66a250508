import { expect, test } from 'vitest';
import { openPool } from '#src/runtimes/processes/pool.js';
import { type RdOutcome, type RdTask, rdOutcome } from '#src/sweeps/rd/task.js';

test('the process of a worker answers a task with its outcome', async () => {
  const pool = openPool<RdTask, RdOutcome>({
    module: new URL('../../../dist/sweeps/rd/worker.js', import.meta.url),
    ...{ workers: 1, answer: rdOutcome },
  });
  const task: RdTask = {
    ...{
      key: '0'.repeat(64),
      codec: 'raw',
      settings: {},
      crop: null,
      maxPixels: 9,
      lenient: false,
      maps: false,
    },
    image: { name: 'gone', path: '/nowhere.png', sha256: '0'.repeat(64) },
    ...{ metrics: [], kept: [], bitstreamSha256: null },
  };
  expect(await pool.ask(task, { timeLimitSeconds: 200 })).toMatchObject({
    error: { stage: 'load', message: expect.stringMatching(/cannot be read: ENOENT/) },
  });
  await pool.close();
});
