import { now } from '../../base/clock.js';
import { messageOf } from '../../base/errors.js';
import { version } from '../../base/version.js';
import { demandAvailable } from '../../codecs/spec.js';
import { loadCodec } from '../../codecs/table.js';
import { rdKey } from '../../results/key.js';
import { configurationOf } from '../one-configuration.js';
import type { RdOutcome, RdTask } from '../rd/task.js';
import type { UnitAnswer, UnitMessage } from './messages.js';

/** What a unit is run with. */
export interface UnitRun {
  /** The file of the picture of a task here. */
  readonly obtain: (task: RdTask) => Promise<string>;
  readonly run: (task: RdTask) => Promise<RdOutcome>;
  /** Sends answers back; the tasks that are left are to be run still. */
  readonly send: (answers: UnitAnswer['answers'], left: readonly RdTask[]) => Promise<void>;
  /** Ends after the task that runs; the others are run by somebody else. */
  readonly stop: AbortSignal;
}

/** How long answers wait for others of their unit before they are sent. */
const sendSeconds = 3;

/**
 * Runs the tasks of a unit one after the other. A task that this machine would measure by another engine
 * or version than was planned is refused.
 * @throws where the picture is not to be had
 */
export async function runUnit(
  { tasks, version: wanted }: UnitMessage,
  how: UnitRun,
): Promise<void> {
  let answers: UnitAnswer['answers'] = [];
  let left: readonly RdTask[] = tasks;
  let sent = now();
  for (const [at, task] of tasks.entries()) {
    if (how.stop.aborted) break;
    const refused = wanted === version ? await refusalOf(task) : otherVersion(wanted);
    if (refused !== null) answers.push({ key: task.key, refused });
    else {
      const path = await how.obtain(task);
      const outcome = await how.run({ ...task, image: { ...task.image, path } });
      // A task that was ended with the worker is nobody's failure.
      if (how.stop.aborted && outcome.error?.stage === 'worker') break;
      answers.push({ key: task.key, outcome });
    }
    left = tasks.slice(at + 1);
    if (now() - sent < sendSeconds || left.length === 0) continue;
    await how.send(answers, left);
    answers = [];
    sent = now();
  }
  if (answers.length > 0) await how.send(answers, left);
}

/** Why a task is not run here, or null. */
async function refusalOf({
  key,
  codec: source,
  settings,
  image,
  crop,
}: RdTask): Promise<string | null> {
  try {
    const codec = await loadCodec(source);
    const { identity, engine } = configurationOf(codec, settings, source);
    if (rdKey(identity, image.sha256, crop) !== key) {
      return `another engine or version: here it is ${engine.name} ${engine.version} (${engine.runtime})`;
    }
    await demandAvailable(codec, settings);
    return null;
  } catch (error) {
    return messageOf(error);
  }
}

function otherVersion(wanted: string): string {
  return `another version of Pareto: here it is ${version}, wanted is ${wanted}`;
}
