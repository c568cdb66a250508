import { expect } from 'vitest';
import { workCommand } from '#src/cli/work.js';
import { runPareto } from '../support/pareto.js';
import { startRedis, testWithRedis } from '../support/redis.js';
import { scratch } from '../support/scratch.js';

testWithRedis('ends after so many seconds without work, and says what it has done', async () => {
  const root = scratch();
  const { url } = await startRedis(root);
  const { status, stdout } = await runPareto(['work', '--queue', url, '--idle', '1'], {
    cache: root,
  });
  expect([status, stdout]).toEqual([0, '0 jobs done\n']);
});

testWithRedis('an address that is none is wrong use', async () => {
  const args = { queue: 'localhost', jobs: 1, idle: undefined, testbed: undefined };
  await expect(workCommand({ ...args, 'max-memory': undefined })).rejects.toThrow(
    'redis://localhost:6379',
  );
});
