import { hash, randomBytes } from 'node:crypto';
import { cacheFolder } from '../../base/cache.js';
import { now } from '../../base/clock.js';
import { messageOf, UsageError } from '../../base/errors.js';
import { version } from '../../base/version.js';
import type { Warn } from '../../base/warn.js';
import { captureTestbed } from '../../results/capture-testbed.js';
import { openGuard } from '../../runtimes/processes/guard.js';
import { openLocalExecutor } from '../rd/local-executor.js';
import { connectQueue, type QueuedJob } from './connect.js';
import { openGate } from './gate.js';
import {
  answerQueue,
  timingMessage,
  type UnitAnswer,
  unitMessage,
  unitQueue,
  type WorkerNote,
} from './messages.js';
import { openPictures } from './pictures.js';
import { announce, workersOf } from './presence.js';
import { runUnit } from './run-unit.js';
import { timingAnswers, timingQueue } from './timing.js';
import { openTimingProcess } from './timing-client.js';

/** How a machine works for a queue. */
export interface WorkOptions {
  /** Address of the queue: `redis://host:port`, or `rediss://` for TLS. */
  readonly queue: string;
  /** Name of this machine; from its processor if not given. */
  readonly testbed?: string | undefined;
  /** Worker processes for what is not timed. */
  readonly jobs: number;
  /** What all of them together may take. */
  readonly memoryBytes?: number | undefined;
  /** Ends the work after the running jobs. */
  readonly stop: AbortSignal;
  readonly warn: Warn;
  /** Told what is done. */
  readonly onNote?: ((note: WorkerNote) => void) | undefined;
  /** Ends after so many seconds without work; never if not given. */
  readonly idleSeconds?: number | undefined;
}

/**
 * Works for a queue until it is stopped: rate-distortion jobs of any sweep, and timing jobs of its own
 * testbed, one at a time and with nothing else beside them.
 * @returns count of tasks that it has run
 * @throws UsageError where another machine works under this name, WorkError where there is no queue
 */
export async function work(options: WorkOptions): Promise<number> {
  const { queue: address, jobs, memoryBytes, stop, warn, onNote, idleSeconds } = options;
  const bed = captureTestbed([], options.testbed);
  const { cpu, arch, cores } = bed.hardware;
  const connection = await connectQueue(address);
  const guard = openGuard();
  const id = `${bed.id}-${process.pid}-${randomBytes(4).toString('hex')}`;
  const begin = now();
  let done = 0;
  let busyAt = now();
  const doing = { rd: 0, timing: 0 };
  const noteOf = (): WorkerNote => ({
    ...{ id, testbed: bed.id, machine: `${cpu}, ${arch}, ${cores} cores`, version, done },
    seconds: now() - begin,
    doing: doing.timing > 0 ? 'timing' : doing.rd > 0 ? 'rd' : 'waiting',
  });
  const presence = announce(connection, noteOf);
  const executors = new Map<number, ReturnType<typeof openLocalExecutor>>();
  const executorFor = (timeLimitSeconds: number) => {
    const known = executors.get(timeLimitSeconds);
    if (known !== undefined) return known;
    const opened = openLocalExecutor({ workers: jobs, timeLimitSeconds, memoryBytes });
    executors.set(timeLimitSeconds, opened);
    return opened;
  };
  const timing = openTimingProcess(memoryBytes);
  const halt = new AbortController();
  try {
    const others = await workersOf(connection);
    const other = others.find(
      ({ testbed, machine }) => testbed === bed.id && machine !== noteOf().machine,
    );
    if (other !== undefined) {
      throw new UsageError(
        `testbed ${bed.id} works for this queue on another machine (${other.machine}); give this one another name`,
        { code: 'other-testbed', data: { testbed: bed.id } },
      );
    }
    await presence.tell();
    const obtain = openPictures(connection);
    const gate = openGate();
    const free = Array.from({ length: jobs }, (_, slot) => slot);

    const answer = async (sweep: string, name: string, data: object): Promise<void> => {
      await connection.queue(name).add('answer', data, { attempts: 1 });
      await connection.redis.publish(connection.key('wake', sweep), 'answer');
    };
    const runRd = async (job: QueuedJob): Promise<void> => {
      const unit = unitMessage.parse(job.data);
      const executor = executorFor(unit.timeLimitSeconds);
      const slot = free.shift() ?? 0;
      doing.rd += 1;
      try {
        await runUnit(unit, {
          stop,
          obtain: ({ image }) => obtain(image, unit.sweep),
          run: (task) => executor.run(task, { slot, signal: halt.signal }),
          async send(answers, left) {
            done += answers.length;
            busyAt = now();
            const data: UnitAnswer = { unit: job.id ?? '', worker: id, testbed: bed.id, answers };
            await answer(unit.sweep, answerQueue(unit.sweep), data);
            if (left.length > 0) await job.updateData({ ...unit, tasks: left });
            onNote?.(noteOf());
          },
        });
      } catch (error) {
        warn(`a unit of ${unit.tasks[0]!.image.name} is left to others: ${messageOf(error)}`);
        throw error;
      } finally {
        doing.rd -= 1;
        free.push(slot);
      }
    };
    const runTimed = async (job: QueuedJob): Promise<void> => {
      const asked = timingMessage.parse(job.data);
      doing.timing += 1;
      await presence.tell();
      try {
        const images: typeof asked.images = [];
        for (const image of asked.images) {
          const file = await obtain({ ...image, dataset: asked.dataset }, asked.sweep);
          images.push({ ...image, path: file });
        }
        const names = hash('sha256', `${job.id}`).slice(0, 16);
        const results = cacheFolder('timing', names);
        const answered = await timing.run({ ...asked, images }, { results, testbed: bed.id, stop });
        if (answered === null) return;
        await answer(asked.sweep, timingAnswers(asked.sweep), { ...answered, worker: id });
        done += answered.records.length;
        onNote?.(noteOf());
      } finally {
        doing.timing -= 1;
        busyAt = now();
      }
    };

    const rdWorker = connection.worker(unitQueue, (job) => gate.beside(() => runRd(job)), {
      concurrency: jobs,
    });
    const timed = connection.queue(timingQueue(bed.id));
    await timed.setGlobalConcurrency(1);
    const timingWorker = connection.worker(
      timingQueue(bed.id),
      (job) => gate.alone(() => runTimed(job)),
      {
        concurrency: 1,
      },
    );
    await new Promise<void>((resolve) => {
      stop.addEventListener('abort', () => resolve(), { once: true });
      if (stop.aborted) resolve();
      if (idleSeconds === undefined) return;
      const timer = setInterval(() => {
        if (doing.rd + doing.timing > 0 || now() - busyAt < idleSeconds) return;
        clearInterval(timer);
        resolve();
      }, 200);
    });
    await Promise.all([rdWorker.close(), timingWorker.close()]);
    return done;
  } finally {
    halt.abort();
    await presence.stop().catch(() => {});
    await timing.close();
    for (const executor of executors.values()) await executor.close();
    await connection.close();
    guard.close();
  }
}
