import { now } from '../../base/clock.js';
import { printableLine } from '../../base/foreign-text.js';
import type { Warn } from '../../base/warn.js';
import type { QueueConnection } from './connect.js';
import { statusLine, workersOf } from './presence.js';
import type { Refusals } from './unable.js';

/** Watches who works on a sweep. */
export interface Watch {
  /**
   * Looks who is there. Warns where nobody is for a while, and of arms that nobody can run; says every
   * few seconds how far the sweep is.
   * @param arms of the tasks that are handed out
   * @param done count of tasks
   * @returns the arms that nobody can run
   */
  look(arms: Iterable<string>, done: number): Promise<ReadonlySet<string>>;
}

const statusSeconds = 10;
const lonelySeconds = 30;

/** @param options.total of tasks, with those that are done */
export function openWatch(
  connection: QueueConnection,
  {
    refusals,
    total,
    warn,
    onStatus,
  }: {
    readonly refusals: Refusals;
    readonly total: number;
    readonly warn: Warn;
    readonly onStatus?: ((line: string) => void) | undefined;
  },
): Watch {
  const started = now();
  let [lastStatus, lastWorker] = [started, started];
  let isLonelyTold = false;
  const unableTold = new Set<string>();
  return {
    async look(arms, done) {
      const workers = await workersOf(connection);
      if (workers.length > 0) [lastWorker, isLonelyTold] = [now(), false];
      else if (!isLonelyTold && now() - lastWorker > lonelySeconds) {
        isLonelyTold = true;
        warn(
          `nobody works on the queue at ${connection.shown}: start pareto work with its address on some machine`,
        );
      }
      const ids = workers.map(({ id }) => id);
      const unable = new Set<string>();
      for (const arm of workers.length > 0 ? new Set(arms) : []) {
        const why = refusals.unable(arm, ids);
        if (why === null) continue;
        unable.add(arm);
        if (unableTold.has(arm)) continue;
        unableTold.add(arm);
        warn(printableLine(`nobody of ${workers.length} workers can run ${arm}: ${why}`));
      }
      if (now() - lastStatus >= statusSeconds) {
        lastStatus = now();
        onStatus?.(statusLine(workers, { done, total, seconds: now() - started }));
      }
      return unable;
    },
  };
}
