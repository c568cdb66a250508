import { expect, test } from 'vitest';
import type { SweepPlan } from '#src/sweeps/prepare.js';
import { shareByQueue } from '#src/sweeps/queue/share.js';
import { work } from '#src/sweeps/queue/worker.js';
import { sweep } from '#src/sweeps/sweep.js';
import { startRedis, testWithRedis } from '../../support/redis.js';
import { scratch } from '../../support/scratch.js';

const plan = { rd: { jobs: [] } } as unknown as SweepPlan;

test('rates are planned here, times are of the testbeds that are named', () => {
  const both = shareByQueue({ measure: ['rd', 'timing'], testbed: 'pi5, mini' });
  expect(both.options).toEqual({ measure: ['rd'], testbed: undefined });
  expect(both.testbeds).toEqual(['pi5', 'mini']);
  expect(both.shared(plan)).toBe(plan);
  const timed = shareByQueue({ measure: ['timing'], testbed: 'pi5' });
  expect(timed.shared(plan).rd).toBeNull();
  expect(shareByQueue({ testbed: 'pi5' }).testbeds).toEqual([]);
});

test('times of no testbed are wrong use', () => {
  for (const testbed of [undefined, '', 'pi5,']) {
    expect(() => shareByQueue({ measure: ['timing'], testbed })).toThrow(
      'testbed takes the names of those that are to time by the queue, such as pi5,mini, got none',
    );
  }
});

testWithRedis(
  'the library sweeps by a queue',
  async () => {
    const root = scratch();
    const { url } = await startRedis(root);
    const stop = new AbortController();
    const working = work({ queue: url, testbed: 'pi', jobs: 1, stop: stop.signal, warn: () => {} });
    const { rd, files } = await sweep({
      ...{ codecs: 'png', metrics: 'psnr', limit: 1, crop: '32x32', out: root, queue: url },
    });
    stop.abort();
    expect(await working).toBe(2);
    expect(rd).toMatchObject({ measured: 2, failed: 0 });
    expect(files).toHaveLength(2);
  },
  60_000,
);
