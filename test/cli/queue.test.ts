import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import {
  type Running,
  rdRecordsIn,
  runPareto,
  startPareto,
  timingRecordsIn,
} from '../support/pareto.js';
import { until } from '../support/processes.js';
import { startRedis, type TestRedis, testWithRedis } from '../support/redis.js';
import { scratch } from '../support/scratch.js';

/** 27 settings of codecs that take little on four small pictures: 108 jobs. */
const what = [
  ...['--codec', 'raw,qoi,png,webp,jpeg', '--quality', '10,15,20,25,30,35,40,45,50,55,60,70'],
  ...['--metrics', 'psnr', '--crop', '64x64', '--limit', '4', '--jobs', '1'],
];

interface Setting {
  readonly root: string;
  readonly redis: TestRedis;
  worker(name: string): Running;
  coordinator(...more: readonly string[]): Running;
  readonly out: string;
}

async function setUp(options?: readonly string[]): Promise<Setting> {
  const root = scratch();
  mkdirSync(path.join(root, 'redis'));
  const redis = await startRedis(path.join(root, 'redis'), options);
  const out = path.join(root, 'out');
  return {
    ...{ root, redis, out },
    worker: (name) =>
      startPareto(
        ['work', '--queue', redis.url, '--testbed', name, '--jobs', '1', '--idle', '60'],
        {
          cache: path.join(root, name),
        },
      ),
    coordinator: (...more) =>
      startPareto(['sweep', ...what, '--queue', redis.url, '--out', out, '--json', ...more], {
        cache: path.join(root, 'cache'),
      }),
  };
}

const filesIn = (results: string): string[] => {
  const folder = path.join(results, 'rd', 'sample');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .map((name) => path.join(folder, name));
};
const linesIn = (results: string): number => {
  try {
    return filesIn(results).reduce(
      (sum, file) => sum + readFileSync(file, 'utf8').split('\n').length - 1,
      0,
    );
  } catch {
    return 0;
  }
};

const isIn = (results: string, text: string): boolean =>
  linesIn(results) > 0 &&
  filesIn(results).some((file) => readFileSync(file, 'utf8').includes(text));

/**
 * Records without what tells who made them and when, and at which commit: one may be made meanwhile. Each
 * key is to be there once.
 */
function factsIn(results: string) {
  return filesIn(results).map((file) => {
    const records = rdRecordsIn(file);
    expect(new Set(records.map(({ key }) => key)).size).toBe(records.length);
    return records
      .map(({ at: _at, machine: _machine, commit: _commit, ...rest }) => rest)
      .sort((a, b) => (a.key < b.key ? -1 : 1));
  });
}

let whole: ReturnType<typeof factsIn> | undefined;

/** The same sweep by this machine alone. */
async function localFacts(): Promise<ReturnType<typeof factsIn>> {
  if (whole !== undefined) return whole;
  const root = scratch();
  const { status } = await runPareto(['sweep', ...what, '--out', root], { cache: root });
  expect(status).toBe(0);
  whole = factsIn(root);
  return whole;
}

/** A busy machine takes its time. */
const minutes = 10 * 60_000;

testWithRedis(
  'workers that are killed cost nothing: all records are those of one machine',
  async () => {
    const { worker, coordinator, out } = await setUp();
    const [first, second] = [worker('one'), worker('two')];
    const sweep = coordinator();
    // Once it has done something: the other one may have begun earlier.
    await until(() => isIn(out, '"machine":"one"'), 300);
    first.process.kill('SIGKILL');
    const { status, stdout } = await sweep.ended;
    expect(status).toBe(0);
    second.process.kill('SIGTERM');
    const facts = factsIn(out);
    expect(facts).toEqual(await localFacts());
    const count = facts.flat().length;
    expect(count).toBeGreaterThan(99);
    expect(JSON.parse(stdout)).toMatchObject({ rd: { measured: count, failed: 0, unable: 0 } });
    const machines = new Set(
      filesIn(out).flatMap((file) => rdRecordsIn(file).map((each) => each.machine)),
    );
    expect([...machines].sort()).toEqual(['one', 'two']);
    await second.ended;
  },
  minutes,
);

testWithRedis(
  'a coordinator that is killed goes on where it was: nothing is done twice',
  async () => {
    const { worker, coordinator, out, redis, root } = await setUp();
    const runner = worker('one');
    const killed = coordinator();
    await until(() => linesIn(out) > 5, 300);
    killed.process.kill('SIGKILL');
    await killed.ended;
    const sweep = coordinator();
    expect((await sweep.ended).status).toBe(0);
    expect(factsIn(out)).toEqual(await localFacts());
    // What the worker has run is what there is to run.
    runner.process.kill('SIGTERM');
    const { stdout } = await runner.ended;
    expect(stdout).toBe(`${linesIn(out)} jobs done\n`);
    // Nothing of it is left in the server.
    const left = redis.cli('keys', 'pareto:answers-*:[0-9]*').split('\n').filter(Boolean);
    expect([left, root]).toEqual([[], root]);
  },
  minutes,
);

for (const [memory, options] of [
  ['with its append-only file', ['--appendonly', 'yes', '--appendfsync', 'always']],
  ['without one: it has forgotten all', ['--appendonly', 'no']],
] as const) {
  testWithRedis(
    `a Redis that is killed comes back ${memory}`,
    async () => {
      const { worker, coordinator, out, redis } = await setUp(options);
      const runners = [worker('one'), worker('two')];
      const sweep = coordinator();
      await until(() => linesIn(out) > 5, 300);
      await redis.kill();
      await new Promise((resolve) => setTimeout(resolve, 500));
      await redis.start();
      expect((await sweep.ended).status).toBe(0);
      expect(factsIn(out)).toEqual(await localFacts());
      for (const { process: each } of runners) each.kill('SIGTERM');
      await Promise.all(runners.map(({ ended }) => ended));
    },
    minutes,
  );
}

testWithRedis(
  'a testbed times its own jobs, and they stand in its name',
  async () => {
    const { worker, out, redis, root } = await setUp();
    const runner = worker('pi5');
    const timing = ['--codec', 'png', '--measure', 'timing', '--testbed', 'pi5', '--passes', '2'];
    const args = ['sweep', ...timing, '--limit', '1', '--queue', redis.url, '--out', out];
    const { status, stderr } = await runPareto(args, { cache: path.join(root, 'cache') });
    expect([status, stderr]).toEqual([0, expect.any(String)]);
    const records = timingRecordsIn(path.join(out, 'timing', 'pi5', 'sample', 'png.jsonl'));
    expect(records).toMatchObject([{ testbed: 'pi5', error: null, passes: 2 }]);
    expect(JSON.parse(readFileSync(path.join(out, 'testbeds', 'pi5.json'), 'utf8'))).toMatchObject({
      ...{ id: 'pi5', calibration: { kernel: expect.any(String) } },
    });
    runner.process.kill('SIGTERM');
    await runner.ended;
  },
  minutes,
);

testWithRedis(
  'wrong use and a missing server are told in one line, without the password',
  async () => {
    const root = scratch();
    const run = (...args: string[]) => runPareto(args, { cache: root });
    const none = await run('work', '--queue', 'redis://u:geheim@127.0.0.1:1');
    expect([none.status, none.stderr]).toEqual([
      1,
      expect.stringContaining('no queue at redis://u@127.0.0.1:1'),
    ]);
    expect(none.stderr).not.toContain('geheim');
    const bad = await run('work', '--queue', 'http://localhost');
    expect([bad.status, bad.stderr]).toEqual([
      2,
      expect.stringContaining('redis://localhost:6379'),
    ]);
    const unnamed = await run(
      'sweep',
      '--codec',
      'png',
      '--measure',
      'timing',
      '--queue',
      'redis://localhost',
    );
    expect([unnamed.status, unnamed.stderr]).toEqual([
      2,
      expect.stringContaining('such as pi5,mini'),
    ]);
  },
);
