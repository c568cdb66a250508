import { setImmediate } from 'node:timers/promises';
import { now } from '../../base/clock.js';
import { messageOf } from '../../base/errors.js';
import { tellDamage } from '../../image/tell-damage.js';
import { nothingMade, type Outcome } from '../ledger.js';
import type { PictureAsk } from '../task.js';
import { openOutputs } from '../write-output.js';
import type { FastMade, FastRefusal } from './contract.js';
import { type FastPath, openFastPath } from './path.js';

/** One picture of the queue. */
export interface FastJob {
  /** Its place in the plan of the batch. */
  readonly at: number;
  readonly input: string;
  readonly source: string | Uint8Array;
  readonly output: string;
  readonly ask: PictureAsk;
}

/** What threads share: the queue is a number that each of them raises by one to take a picture. */
export interface FastQueue {
  readonly jobs: readonly FastJob[];
  /** [next, stopped] in shared memory. */
  readonly control: Int32Array;
}

/** What a thread tells of a picture. */
export type FastTold =
  | { readonly at: number; readonly outcome: Outcome; readonly warning: string | null }
  | ({ readonly at: number } & FastRefusal);

/** Opens a queue that can be sent to other threads. */
export function openFastQueue(jobs: readonly FastJob[]): FastQueue {
  return { jobs, control: new Int32Array(new SharedArrayBuffer(8)) };
}

/** Takes no more pictures. */
export function stopQueue({ control }: FastQueue): void {
  Atomics.store(control, 1, 1);
}

/** How long a thread works without looking at what else there is. */
const breathSeconds = 0.02;

/** Works through the queue in this thread, beside others, until nothing is left. */
export async function drain(
  { jobs, control }: FastQueue,
  tell: (told: FastTold) => void,
  path: FastPath = openFastPath(),
): Promise<void> {
  const write = openOutputs();
  let restedAt = now();
  while (Atomics.load(control, 1) === 0) {
    const job = jobs[Atomics.add(control, 0, 1)];
    if (job === undefined) return;
    const start = now();
    const made = path.resize(job.source, job.input, job.ask);
    // Not to wait for what is there saves a turn for each picture.
    tell(finish(job, made instanceof Promise ? await made : made, { start, write }));
    // Messages, signals and timers come through between two pictures, if not between any two.
    if (now() - restedAt < breathSeconds) continue;
    await setImmediate();
    restedAt = now();
  }
}

/** Writes what was made of a picture, and tells it. */
function finish(
  { at, input, output }: FastJob,
  made: FastMade,
  { start, write }: { start: number; write: ReturnType<typeof openOutputs> },
): FastTold {
  if ('refused' in made) return { at, ...made };
  const { width, height, bytes, note, warning } = made;
  try {
    write(output, bytes);
  } catch (error) {
    const failed = nothingMade('failed', `${input}: ${messageOf(error)}`, now() - start);
    return { at, outcome: failed, warning: null };
  }
  const seconds = now() - start;
  const outcome: Outcome = {
    width,
    height,
    bytes: bytes.length,
    path: 'fast',
    seconds,
    error: null,
    note,
  };
  return { at, outcome, warning: warning === null ? null : tellDamage(input, warning) };
}
