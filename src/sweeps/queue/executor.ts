import { randomBytes } from 'node:crypto';
import { now } from '../../base/clock.js';
import { version } from '../../base/version.js';
import type { Warn } from '../../base/warn.js';
import type { RdExecutor } from '../rd/executor.js';
import { emptyOutcome } from '../rd/outcome.js';
import type { RdOutcome, RdTask } from '../rd/task.js';
import type { QueueConnection } from './connect.js';
import { holdAnswers } from './held-answers.js';
import { takeLease } from './lease.js';
import {
  answerQueue,
  type UnitAnswer,
  type UnitMessage,
  unitAnswer,
  unitMessage,
  unitQueue,
} from './messages.js';
import { openPictureServer } from './pictures.js';
import { armOf, openRefusals } from './unable.js';
import { openWatch } from './watch.js';

/** How a sweep's tasks are handed out by a queue. */
export interface QueueExecutorOptions {
  /** Names the sweep: another run of it goes on where this one ends. */
  readonly sweep: string;
  /** Jobs in all, for the status. */
  readonly total: number;
  readonly timeLimitSeconds: number;
  /** The file of a picture of the sweep by its SHA-256. */
  readonly pictureFile: (sha256: string) => string | undefined;
  /** Ends the handing out; what runs is waited for. */
  readonly stop: AbortSignal;
  readonly warn: Warn;
  /** Told every few seconds who works, at what pace, and what is left. */
  readonly onStatus?: ((line: string) => void) | undefined;
  /** How long arms that all workers refuse are offered still. */
  readonly patienceSeconds?: number;
}

/** Units that are handed out and not done: what the server holds does not grow with the plan. */
const windowUnits = 32;
/** Tasks of a unit at most: so that a picture is loaded for more than a few. */
const mostTasks = 32;
const tickMilliseconds = 250;
const reconcileSeconds = 5;
/** A unit whose workers die so often is not tried again. */
const mostDeaths = 5;

interface Open {
  readonly task: RdTask;
  readonly arm: string;
  readonly settle: (outcome: RdOutcome | null) => void;
  unit: string;
  deaths: number;
}

/**
 * Hands out the tasks of a sweep by a queue. What workers have sent back, also to an earlier run of the
 * sweep that was killed, is taken before anything is handed out, and leaves the server once it is on
 * disk here. What the server loses is handed out again.
 * @throws WorkError where another program hands out this sweep
 */
export async function openQueueExecutor(
  connection: QueueConnection,
  options: QueueExecutorOptions,
): Promise<RdExecutor> {
  const { sweep, total, timeLimitSeconds, stop, warn, onStatus, patienceSeconds = 60 } = options;
  const { redis, key } = connection;
  const letGo = await takeLease(connection, sweep);
  const units = connection.queue(unitQueue);
  const answers = connection.queue(answerQueue(sweep));
  const pictures = openPictureServer(connection, sweep, options.pictureFile);
  const refusals = openRefusals(patienceSeconds);
  const open = new Map<string, Open>();
  /** Outcomes that came before anybody asked for them: of an earlier run. */
  const early = new Map<string, RdOutcome>();
  /** Tasks that an earlier run has handed out, with the unit that they are in. */
  const adopted = new Map<string, string>();
  const held = holdAnswers((id) => answers.remove(id));
  const watch = openWatch(connection, { refusals, total, warn, onStatus });
  let done = 0;
  let lastReconcile = now();

  const settle = (its: string, outcome: RdOutcome | null): void => {
    const found = open.get(its);
    if (found === undefined) return;
    open.delete(its);
    if (outcome !== null) done += 1;
    found.settle(outcome);
  };
  const handOut = async (tasks: readonly RdTask[], delay = 0): Promise<void> => {
    const unit = `${sweep}-${randomBytes(9).toString('hex')}`;
    for (const task of tasks) {
      const found = open.get(task.key);
      if (found) found.unit = unit;
    }
    const data: UnitMessage = { version, sweep, timeLimitSeconds, tasks: [...tasks] };
    await units.add('rd', data, {
      ...{ jobId: unit, removeOnComplete: true, removeOnFail: true, delay },
      ...{ attempts: mostDeaths, backoff: { type: 'fixed', delay: 1000 } },
    });
  };

  const take = async (id: string, { answers: its, testbed, worker }: UnitAnswer): Promise<void> => {
    const refused: RdTask[] = [];
    for (const each of its) {
      const found = open.get(each.key);
      if ('refused' in each) {
        if (found === undefined) continue;
        refusals.add(found.arm, worker, `${testbed}: ${each.refused}`);
        refused.push(found.task);
        continue;
      }
      if (found === undefined) {
        if (early.has(each.key) || !(isOpening || adopted.has(each.key))) continue;
        early.set(each.key, { ...each.outcome, machine: testbed });
        held.hold(id, each.key);
        continue;
      }
      refusals.clear(found.arm);
      held.hold(id, each.key);
      settle(each.key, { ...each.outcome, machine: testbed });
    }
    if (refused.length > 0) await handOut(refused, 1000);
    // All of it is known already, or was refused.
    if (!held.has(id)) await held.letGoOf(id);
  };
  /** Until all is looked through that an earlier run has left. */
  let isOpening = true;

  const drain = async (): Promise<void> => {
    for (;;) {
      const jobs = await answers.getJobs(['waiting'], 0, held.size + 63, true);
      const fresh = jobs.filter((job) => job?.id !== undefined && !held.has(job.id));
      if (fresh.length === 0) return;
      for (const job of fresh) {
        const { data } = unitAnswer.safeParse(job.data);
        if (data === undefined) await held.letGoOf(job.id!);
        else await take(job.id!, data);
      }
    }
  };
  /** What was lost, by the server or by workers that died, is handed out again. */
  const reconcile = async (): Promise<void> => {
    const byUnit = new Map<string, Open[]>();
    for (const each of open.values()) {
      byUnit.set(each.unit, [...(byUnit.get(each.unit) ?? []), each]);
    }
    for (const [unit, its] of byUnit) {
      if (unit === '') continue;
      const job = await units.getJob(unit);
      const there = new Set(unitMessage.safeParse(job?.data).data?.tasks.map((task) => task.key));
      // What is sent back comes before the unit goes: look once more.
      const lost = its.filter(({ task }) => !there.has(task.key));
      if (lost.length === 0) continue;
      await drain();
      const again = lost.filter(({ task, unit: now }) => open.has(task.key) && now === unit);
      for (const each of again) each.deaths += 1;
      for (const { task } of again.filter(({ deaths }) => deaths > mostDeaths)) {
        const message = `the workers that ran it ended ${mostDeaths} times before it was done`;
        settle(task.key, { ...emptyOutcome(), error: { stage: 'worker', message } });
      }
      const tasks = again.flatMap(({ task, deaths }) => (deaths > mostDeaths ? [] : [task]));
      if (tasks.length > 0) await handOut(tasks);
    }
  };
  const look = async (): Promise<void> => {
    const its = [...open.values()];
    const unable = await watch.look(
      its.map(({ arm }) => arm),
      done,
    );
    for (const { task, arm } of its) if (unable.has(arm)) settle(task.key, null);
  };
  const withdraw = async (): Promise<void> => {
    for (const job of await units.getJobs(['waiting', 'delayed', 'prioritized'])) {
      if (job?.id?.startsWith(`${sweep}-`) !== true) continue;
      const { data } = unitMessage.safeParse(job.data);
      // One that a worker takes at this moment is left to it.
      const gone = await job
        .remove()
        .then(() => true)
        .catch(() => false);
      if (gone) for (const task of data?.tasks ?? []) settle(task.key, null);
    }
  };

  let closed = false;
  let wake = (): void => {};
  const listener = redis.duplicate();
  listener.on('error', () => {});
  listener.on('message', () => wake());
  await listener.subscribe(key('wake', sweep));
  stop.addEventListener('abort', () => wake(), { once: true });

  // First what an earlier run's workers have sent back, then what they are at.
  await drain();
  for (const job of await units.getJobs(['active', 'waiting', 'delayed', 'prioritized'])) {
    if (job?.id?.startsWith(`${sweep}-`) !== true) continue;
    const { data } = unitMessage.safeParse(job.data);
    for (const task of data?.tasks ?? []) adopted.set(task.key, job.id);
  }
  isOpening = false;

  const loop = (async () => {
    let withdrawn = false;
    while (!closed) {
      try {
        await drain();
        await pictures.serve();
        await look();
        if (now() - lastReconcile > reconcileSeconds) {
          lastReconcile = now();
          await reconcile();
        }
        if (stop.aborted && !withdrawn) {
          withdrawn = true;
          await withdraw();
        }
      } catch {
        // The server is away: it is waited for.
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, tickMilliseconds);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  })();

  const runUnit = async (
    tasks: readonly RdTask[],
    { signal }: { readonly signal: AbortSignal },
  ): Promise<readonly (RdOutcome | null)[]> => {
    signal.throwIfAborted();
    const waiting = tasks.map((task) => {
      const known = early.get(task.key);
      if (known !== undefined) {
        early.delete(task.key);
        done += 1;
        return known;
      }
      const unit = adopted.get(task.key) ?? '';
      adopted.delete(task.key);
      return new Promise<RdOutcome | null>((resolve) => {
        open.set(task.key, { task, arm: armOf(task), settle: resolve, unit, deaths: 0 });
      });
    });
    const fresh = tasks.filter(({ key: its }) => open.get(its)?.unit === '');
    const cut = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
    if (fresh.length > 0) await Promise.race([handOut(fresh), cut]);
    // An answer may have come just before it was asked for.
    wake();
    return Promise.race([Promise.all(waiting), cut]);
  };

  return {
    slots: windowUnits,
    units: {
      size: Math.max(1, Math.min(mostTasks, Math.ceil(total / windowUnits))),
      run: runUnit,
      written: held.written,
    },
    run: async (task, how) => (await runUnit([task], how))[0] ?? emptyOutcome(),
    async close() {
      if (closed) return;
      // Answers that this sweep does not ask for; those of one that was stopped are for the next run.
      if (!stop.aborted) await held.letGoWhere((each) => early.has(each));
      await withdraw().catch(() => {});
      closed = true;
      wake();
      await loop;
      listener.disconnect();
      await letGo();
    },
  };
}
