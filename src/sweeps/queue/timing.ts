import { hash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { appendLines } from '../../base/append.js';
import { now } from '../../base/clock.js';
import { version } from '../../base/version.js';
import type { Warn } from '../../base/warn.js';
import { timingFile } from '../../results/layout.js';
import { outlinesIn } from '../../results/outlines.js';
import { saveTestbed } from '../../results/stored-testbeds.js';
import { planTiming } from '../plan.js';
import type { SweepPlan } from '../prepare.js';
import type { QueueConnection } from './connect.js';
import { type TimingMessage, timingAnswer } from './messages.js';
import { openPictureServer } from './pictures.js';
import { workersOf } from './presence.js';

/** The name of the queue of what a testbed is to time, of all sweeps: one job at a time. */
export const timingQueue = (testbed: string): string => `timing-${testbed}`;
/** The name of the queue of what a sweep's testbeds have timed. */
export const timingAnswers = (sweep: string): string => `times-${sweep}`;

/** What testbeds are to time, and where it goes. */
export interface QueueTimingOptions {
  readonly sweep: string;
  readonly testbeds: readonly string[];
  /** Centre crop, or null. */
  readonly crop: string | null;
  readonly stop: AbortSignal;
  readonly warn: Warn;
  readonly onStatus?: ((line: string) => void) | undefined;
}

const tickMilliseconds = 300;
const lonelySeconds = 30;
const statusSeconds = 10;

/**
 * Has testbeds time what is lacking of a plan, each its own, all at the same time. What they send back is
 * written here, and leaves the server then.
 * @returns count of records that were written, and of those that failed
 */
export async function timeByQueue(
  connection: QueueConnection,
  plan: SweepPlan,
  { sweep, testbeds, crop, stop, warn, onStatus }: QueueTimingOptions,
): Promise<{ measured: number; failed: number; finished: number }> {
  const { options, dataset, configurations, images } = plan;
  const { out, passes, threads, seed, lenient, force, maxPixels, maxPixelsPerByte } = options;
  const counts = { measured: 0, failed: 0, finished: 0 };
  const answers = connection.queue(timingAnswers(sweep));
  const files = new Map(images.map(({ sha256, path }) => [sha256, path]));
  const pictures = openPictureServer(connection, sweep, (sha256) => files.get(sha256));
  /** Testbeds that have not answered, with what hands out their job again if the server lost it. */
  const waiting = new Map<string, () => Promise<void>>();

  const takeAnswers = async (): Promise<void> => {
    for (const job of await answers.getJobs(['waiting'], 0, 63, true)) {
      const { data } = timingAnswer.safeParse(job?.data);
      if (data !== undefined) {
        const { testbed, records, warnings } = data;
        for (const each of warnings) warn(`${testbed.id}: ${each}`);
        await saveTestbed(out, testbed);
        for (const codec of new Set(records.map((record) => record.codec))) {
          const its = records.filter((record) => record.codec === codec);
          await appendLines(timingFile(out, testbed.id, dataset, codec), its);
        }
        counts.measured += records.length;
        counts.failed += records.filter(({ error }) => error !== null).length;
        waiting.delete(testbed.id);
      }
      await job?.remove();
    }
  };

  await takeAnswers();
  counts.measured = 0;
  for (const testbed of testbeds) {
    const outlines = outlinesIn((codec) => timingFile(out, testbed, dataset, codec), warn);
    const conditions = { testbed, crop, threads, passes };
    const { configurations: lacking, finished } = planTiming({
      ...{ configurations, images, conditions, stored: outlines, lenient, force },
    });
    counts.finished += finished;
    if (lacking.length === 0) continue;
    const message: TimingMessage = {
      ...{
        version,
        sweep,
        dataset,
        crop,
        threads,
        passes,
        seed,
        maxPixels,
        maxPixelsPerByte,
        lenient,
      },
      timeLimitSeconds: options.timeLimitSeconds,
      configurations: lacking.map(({ source, settings, identity }) => ({
        ...{ codec: source, settings, identity },
      })),
      images: images.map(({ name, path, sha256, bytes }) => ({ name, path, sha256, bytes })),
    };
    // One that an earlier run has handed out is the same job.
    const jobId = `${sweep}-${hash('sha256', JSON.stringify(message)).slice(0, 24)}`;
    const queue = connection.queue(timingQueue(testbed));
    const handOut = async (): Promise<void> => {
      if ((await queue.getJob(jobId)) !== undefined) return;
      await queue.add('timing', message, {
        ...{ jobId, removeOnComplete: true, removeOnFail: true, attempts: 5 },
        backoff: { type: 'fixed', delay: 2000 },
      });
    };
    await handOut();
    waiting.set(testbed, handOut);
  }
  let lastStatus = now();
  const seen = new Map([...waiting.keys()].map((testbed) => [testbed, now()]));
  while (waiting.size > 0 && !stop.aborted) {
    await pictures.serve();
    await takeAnswers();
    const workers = await workersOf(connection);
    for (const testbed of waiting.keys()) {
      if (workers.some((each) => each.testbed === testbed)) seen.set(testbed, now());
      else if (now() - seen.get(testbed)! > lonelySeconds) {
        seen.set(testbed, Number.POSITIVE_INFINITY);
        warn(
          `nobody works as testbed ${testbed}: start pareto work for that testbed on its machine, with the address of ${connection.shown}`,
        );
      }
    }
    if (now() - lastStatus > statusSeconds) {
      lastStatus = now();
      onStatus?.(`timing: ${[...waiting.keys()].join(', ')} at it or to come`);
      // An answer comes before its job goes.
      await takeAnswers();
      for (const handOut of waiting.values()) await handOut();
    }
    await sleep(tickMilliseconds);
  }
  return counts;
}
