import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { openPool, type ProcessPool } from '#src/runtimes/processes/pool.js';
import { isRunning, type Question, writeWorker } from './worker.ts';

const answer = z.object({ say: z.unknown(), pid: z.number(), count: z.number() });
type Answer = z.infer<typeof answer>;

let module: URL;
let pool: ProcessPool<Question, Answer>;
const open = (workers: number): ProcessPool<Question, Answer> =>
  openPool<Question, Answer>({ module, workers, answer });
const limit = { timeLimitSeconds: 30 };

beforeEach(() => {
  module = writeWorker();
  pool = open(2);
});
afterEach(() => pool.close());

describe('a pool', () => {
  test('starts no process before it is needed, and keeps it warm', async () => {
    expect(pool.workers).toBe(2);
    expect([pool.isWarm(0), pool.isWarm(1)]).toEqual([false, false]);
    const first = await pool.ask({ do: 'a' }, limit);
    const second = await pool.ask({ do: 'b' }, limit);
    expect(second).toEqual({ say: 'b', pid: first.pid, count: 2 });
    expect([pool.isWarm(0), pool.isWarm(1)]).toEqual([true, false]);
  });

  test('starts its processes at once where it is told to, and asks these', async () => {
    pool.warm();
    expect([pool.isWarm(0), pool.isWarm(1)]).toEqual([true, true]);
    const first = await pool.ask({ do: 'a' }, { ...limit, worker: 1 });
    pool.warm();
    const second = await pool.ask({ do: 'b' }, { ...limit, worker: 1 });
    expect(second).toEqual({ say: 'b', pid: first.pid, count: 2 });
    await pool.close();
    pool.warm();
    expect([pool.isWarm(0), pool.isWarm(1)]).toEqual([false, false]);
  });

  test('starts none before its question where processes are told something first', async () => {
    const told = openPool<Question, Answer>({
      ...{ module, workers: 1, answer },
      onStart: async (ask) => void (await ask({ do: 'first' })),
    });
    told.warm();
    expect(told.isWarm(0)).toBe(false);
    expect((await told.ask({ do: 'a' }, limit)).count).toBe(2);
    await told.close();
  });

  test.skipIf(process.platform !== 'linux')(
    'renews a process that holds most of what a question may take, where told to',
    async () => {
      const renewing = openPool<Question, Answer>({
        module,
        workers: 1,
        answer,
        renewsLarge: true,
      });
      // The process holds some 145 MB then.
      await renewing.ask({ do: 'grow', say: 1e8 }, { ...limit, memoryBytes: 4e9 });
      const [small, large] = [160e6, 4e9].map((memoryBytes) => ({ ...limit, memoryBytes }));
      const pids: number[] = [];
      for (const limits of [large!, large!, small!, large!]) {
        pids.push((await renewing.ask({ do: 'a' }, limits)).pid);
      }
      expect(pids.map((pid) => pids.indexOf(pid))).toEqual([0, 0, 2, 2]);
      await renewing.close();
      const keeping = await pool.ask({ do: 'a' }, large!);
      expect((await pool.ask({ do: 'a' }, small!)).pid).toBe(keeping.pid);
    },
  );

  test.skipIf(process.platform !== 'linux')(
    'blames no question for what others have left: it is asked once more, of a new process',
    async () => {
      const renewing = openPool<Question, Answer>({
        ...{ module, workers: 1, answer, renewsLarge: true },
      });
      const memoryBytes = 400e6;
      const first = await renewing.ask({ do: 'grow', say: 15e7 }, { ...limit, memoryBytes });
      const second = await renewing.ask({ do: 'grow', say: 25e7 }, { ...limit, memoryBytes });
      expect(second.pid).not.toBe(first.pid);
      // One that takes too much by itself has two tries, and no more.
      await expect(
        renewing.ask({ do: 'swallow' }, { ...limit, memoryBytes }),
      ).rejects.toMatchObject({ code: 'memory-limit' });
      await renewing.close();
    },
  );

  test('works on as many questions as it has workers, the rest waits in line', async () => {
    const done: unknown[] = [];
    const answers = [400, 10, 11, 12].map(async (say) => {
      const answered = await pool.ask({ do: 'wait', say }, limit);
      done.push(answered.say);
      return answered;
    });
    await expect.poll(() => pool.waiting).toBe(2);
    const pids = new Set((await Promise.all(answers)).map(({ pid }) => pid));
    expect(pids.size).toBe(2);
    expect(pool.waiting).toBe(0);
    // In the order of completion: the long one is passed by those that were asked after it.
    expect(done).toEqual([10, 11, 12, 400]);
  });

  test('tells what its process tells on the way to the answer, in order, and to nobody else', async () => {
    const told: unknown[] = [];
    const onTold = (each: unknown) => told.push(each);
    const say = ['first', { second: 2 }, null];
    await pool.ask({ do: 'tell', say }, { ...limit, onTold });
    expect(told).toEqual(say);
    expect((await pool.ask({ do: 'tell', say }, limit)).say).toEqual(say);
    expect(told).toHaveLength(3);
  });

  test('a question can ask for the worker that knows its subject', async () => {
    const one = await pool.ask({ do: 'a' }, { ...limit, worker: 1 });
    const [again, other] = await Promise.all([
      pool.ask({ do: 'b' }, { ...limit, worker: 1 }),
      pool.ask({ do: 'c' }, { ...limit, worker: 0 }),
    ]);
    expect(again.pid).toBe(one.pid);
    expect(other.pid).not.toBe(one.pid);
    // A warm one is asked before a process is started.
    const third = open(2);
    const warm = await third.ask({ do: 'a' }, { ...limit, worker: 1 });
    expect(await third.ask({ do: 'b' }, limit)).toMatchObject({ pid: warm.pid, count: 2 });
    await third.close();
  });

  test('a worker that is busy does not keep others from their turn', async () => {
    const long = pool.ask({ do: 'wait', say: 500 }, { ...limit, worker: 0 });
    const second = pool.ask({ do: 'behind' }, { ...limit, worker: 0 });
    expect(await pool.ask({ do: 'beside' }, { ...limit, worker: 1 })).toMatchObject({ count: 1 });
    expect(pool.waiting).toBe(1);
    expect((await second).pid).toBe((await long).pid);
  });

  test('what a worker throws is thrown, and it goes on; an answer of another kind is an error', async () => {
    await expect(pool.ask({ do: 'throw' }, limit)).rejects.toThrow('it failed; on two lines');
    const { count } = await pool.ask({ do: 'a' }, limit);
    expect(count).toBe(1);
    const strict = openPool({ module, workers: 1, answer: z.string() });
    await expect(strict.ask({ do: 'a' }, limit)).rejects.toThrow(
      'the process sent what is no answer',
    );
    await strict.close();
  });
});

describe('a process that gives no answer', () => {
  test.each([
    ['crash', 30, 'process-died'],
    ['exit', 30, 'process-died'],
    ['hang', 1, 'time-limit'],
  ])('by %s costs its question, and is started anew', async (what, timeLimitSeconds, code) => {
    const one = open(1);
    const before = await one.ask({ do: 'a' }, limit);
    await expect(one.ask({ do: what }, { timeLimitSeconds })).rejects.toMatchObject({ code });
    expect(one.isWarm(0)).toBe(false);
    const after = await one.ask({ do: 'b' }, limit);
    expect(after).toMatchObject({ say: 'b', count: 1 });
    expect(after.pid).not.toBe(before.pid);
    // The next one is not started before the last one is gone.
    expect(isRunning(before.pid)).toBe(false);
    await one.close();
  });

  test('killed from outside: the question fails, and those in line are answered', async () => {
    const one = open(1);
    const { pid } = await one.ask({ do: 'a' }, limit);
    const struck = one.ask({ do: 'hang' }, limit);
    const next = one.ask({ do: 'b' }, limit);
    setTimeout(() => process.kill(pid, 'SIGKILL'), 100);
    await expect(struck).rejects.toThrow('the process died with SIGKILL');
    expect(await next).toMatchObject({ say: 'b', count: 1 });
    await one.close();
  });
});

describe('an abort', () => {
  test('ends the process that works on the question, with the signal’s reason', async () => {
    const one = open(1);
    const { pid } = await one.ask({ do: 'a' }, limit);
    const controller = new AbortController();
    const asked = one.ask({ do: 'hang' }, { ...limit, signal: controller.signal });
    setTimeout(() => controller.abort(new Error('enough')), 100);
    await expect(asked).rejects.toThrow('enough');
    expect((await one.ask({ do: 'b' }, limit)).count).toBe(1);
    expect(isRunning(pid)).toBe(false);
    await one.close();
  });

  test('takes a question out of the line, and one that comes too late is not asked', async () => {
    const one = open(1);
    const long = one.ask({ do: 'wait', say: 300 }, limit);
    const controller = new AbortController();
    const behind = one.ask({ do: 'a' }, { ...limit, signal: controller.signal });
    expect(one.waiting).toBe(1);
    controller.abort(new Error('enough'));
    await expect(behind).rejects.toThrow('enough');
    expect(one.waiting).toBe(0);
    const late = one.ask({ do: 'a' }, { ...limit, signal: controller.signal });
    await expect(late).rejects.toThrow('enough');
    expect((await long).count).toBe(1);
    await one.close();
  });

  test('leaves nothing behind on a signal that outlives many questions', async () => {
    const { signal } = new AbortController();
    const seen = { added: 0, removed: 0 };
    const { addEventListener, removeEventListener } = AbortSignal.prototype;
    signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
      seen.added += 1;
      addEventListener.apply(signal, args);
    };
    signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
      seen.removed += 1;
      removeEventListener.apply(signal, args);
    };
    for (let i = 0; i < 3; i++) await pool.ask({ do: 'a' }, { ...limit, signal });
    expect(seen).toEqual({ added: 3, removed: 3 });
  });
});

describe('close', () => {
  test('while it is busy: all questions are rejected, and no process is left', async () => {
    const { pid } = await pool.ask({ do: 'a' }, limit);
    const questions = [1, 2, 3].map(() => pool.ask({ do: 'hang' }, limit));
    const rejected = Promise.all(
      questions.map((asked) => expect(asked).rejects.toThrow('the process was stopped')),
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
    await pool.close();
    await rejected;
    expect(isRunning(pid)).toBe(false);
    await expect(pool.ask({ do: 'a' }, limit)).rejects.toThrow('the process was stopped');
  });

  test('twice, and without ever having been asked', async () => {
    const idle = open(3);
    await idle.close();
    await idle.close();
    expect(idle.isWarm(0)).toBe(false);
  });
});

test('each process that is started is told first what it needs; one that is not told is not asked', async () => {
  let refuse = true;
  const told = openPool<Question, Answer>({
    module,
    workers: 1,
    answer,
    async onStart(ask) {
      await ask({ do: refuse ? 'throw' : 'set-up' });
    },
  });
  await expect(told.ask({ do: 'a' }, limit)).rejects.toThrow('it failed');
  refuse = false;
  expect(await told.ask({ do: 'a' }, limit)).toMatchObject({ say: 'a', count: 2 });
  await expect(told.ask({ do: 'crash' }, limit)).rejects.toMatchObject({ code: 'process-died' });
  expect(await told.ask({ do: 'b' }, limit)).toMatchObject({ say: 'b', count: 2 });
  await told.close();
});
