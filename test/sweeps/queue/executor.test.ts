import { expect } from 'vitest';
import { connectQueue } from '#src/sweeps/queue/connect.js';
import { openQueueExecutor } from '#src/sweeps/queue/executor.js';
import { startRedis, testWithRedis } from '../../support/redis.js';
import { scratch } from '../../support/scratch.js';

testWithRedis(
  'one program at a time hands out a sweep, and the next may when it has ended',
  async () => {
    const { url } = await startRedis(scratch());
    const [first, second] = [await connectQueue(url), await connectQueue(url)];
    const options = {
      ...{
        sweep: 's',
        total: 1,
        timeLimitSeconds: 9,
        pictureFile: () => undefined,
        warn: () => {},
      },
      stop: new AbortController().signal,
    };
    const executor = await openQueueExecutor(first, options);
    await expect(openQueueExecutor(second, options)).rejects.toThrow(/hands out|another/);
    await executor.close();
    const next = await openQueueExecutor(second, options);
    expect(next.units?.size).toBe(1);
    await next.close();
    await Promise.all([first.close(), second.close()]);
  },
);
