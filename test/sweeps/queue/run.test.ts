import path from 'node:path';
import { afterEach, expect, vi } from 'vitest';
import { planSweep } from '#src/sweeps/prepare.js';
import { connectQueue } from '#src/sweeps/queue/connect.js';
import { answerQueue, unitQueue } from '#src/sweeps/queue/messages.js';
import { runQueueSweep } from '#src/sweeps/queue/run.js';
import { timingAnswers, timingQueue } from '#src/sweeps/queue/timing.js';
import { work } from '#src/sweeps/queue/worker.js';
import { rdRecordsIn } from '../../support/pareto.js';
import { startRedis, testWithRedis } from '../../support/redis.js';
import { scratch } from '../../support/scratch.js';

afterEach(() => {
  vi.unstubAllEnvs();
});

testWithRedis(
  'a plan is run by a worker, whose name stands in the records; what nobody can run is told and left',
  async () => {
    const root = scratch();
    vi.stubEnv('PARETO_CACHE', path.join(root, 'cache'));
    const { url } = await startRedis(root);
    const out = path.join(root, 'out');
    const options = { codecs: 'png', metrics: 'psnr', limit: 2, crop: '32x32', out };
    const plan = await planSweep(options);
    // As if it had been planned where png is another version.
    const jobs = plan.rd!.jobs.map((job) =>
      job.configuration.codec === 'png' && job.image === plan.images[0]
        ? { ...job, key: 'a'.repeat(64) }
        : job,
    );
    const stop = new AbortController();
    const working = work({ queue: url, testbed: 'pi', jobs: 1, stop: stop.signal, warn: () => {} });
    const warnings: string[] = [];
    const { rd } = await runQueueSweep(
      { ...plan, rd: { ...plan.rd!, jobs } },
      { queue: url, patienceSeconds: 0, onWarning: (message) => warnings.push(message) },
    );
    stop.abort();
    await working;
    expect(rd).toMatchObject({ measured: 3, failed: 0, unable: 1 });
    expect(warnings).toEqual([
      expect.stringMatching(/^nobody of 1 workers can run png:.*: pi: another engine or version/),
    ]);
    const records = rdRecordsIn(path.join(out, 'rd', 'sample', 'raw.jsonl'));
    expect(records.map(({ machine }) => machine)).toEqual(['pi', 'pi']);
    // Nothing of it stays in the server.
    const connection = await connectQueue(url);
    const names = (await connection.redis.keys('pareto:answers-*:meta')).map(
      (key) => key.split(':')[1]!,
    );
    expect(names).toEqual([answerQueue(names[0]!.slice('answers-'.length))]);
    for (const name of [names[0]!, unitQueue]) {
      const counts = await connection.queue(name).getJobCounts();
      expect(Object.values(counts).every((count) => count === 0)).toBe(true);
    }
    await connection.close();
  },
  120_000,
);

testWithRedis('maps stay where they are made, and one name is one machine', async () => {
  const root = scratch();
  const { url } = await startRedis(root);
  const plan = await planSweep({ codecs: 'png', metrics: 'psnr', limit: 1, maps: true, out: root });
  await expect(runQueueSweep(plan, { queue: url })).rejects.toThrow('error maps stay');
  const connection = await connectQueue(url);
  const { redis, key } = connection;
  const note = { id: 'pi-x', testbed: 'pi', machine: 'another', version: '0', done: 0, seconds: 0 };
  await redis.sadd(key('workers'), note.id);
  await redis.set(key('worker', note.id), JSON.stringify({ ...note, doing: 'rd' }));
  const stop = new AbortController().signal;
  await expect(work({ queue: url, testbed: 'pi', jobs: 1, stop, warn: () => {} })).rejects.toThrow(
    'testbed pi works for this queue on another machine (another)',
  );
  await connection.close();
  expect([timingQueue('pi'), timingAnswers('s')]).toEqual(['timing-pi', 'times-s']);
});
