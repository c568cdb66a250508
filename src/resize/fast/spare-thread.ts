import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { usableProcessors } from '../../base/processors.js';
import { fewBytes } from '../threads.js';

let spare: Worker | null = null;

/** A thread of the fast path, which waits for its queue: one that was started before, or a new one. */
export function takeThread(): Worker {
  const worker = spare ?? startThread();
  spare = null;
  worker.ref();
  return worker;
}

/**
 * Starts a thread for a folder that looks like work for two, while the program that is to plan that work is loaded,
 * which takes as long. It ends with the program where nothing comes of it.
 * @param folder what may be one: a path that is none starts nothing
 */
export function startSpareThread(folder: string, processors = usableProcessors()): void {
  if (spare !== null || processors < 2) return;
  const work = workIn(folder);
  if (work === null) return;
  const worker = startThread(work);
  worker.unref();
  worker.once('error', () => {
    if (spare === worker) spare = null;
  });
  spare = worker;
}

/** @param work what it gets ready for while it waits */
function startThread(work: 'jpeg' | 'other' = 'other'): Worker {
  return new Worker(new URL('./thread.js', import.meta.url), {
    workerData: work,
    // What a picture leaves behind in JavaScript is small, and its pixels are elsewhere.
    resourceLimits: { maxYoungGenerationSizeMb: 2 },
    execArgv: [],
  });
}

/**
 * What the pictures of the fast path in a folder are, where two or more lie there that are worth a second thread: JPEG
 * as far as one of them tells, or other ones; null where there is no such work. Formats are told by their usual
 * endings: their tables are not loaded for it.
 */
function workIn(folder: string): 'jpeg' | 'other' | null {
  try {
    let [count, sum] = [0, 0];
    for (const name of readdirSync(folder)) {
      if (!/\.(jpe?g|png|webp)$/i.test(name)) continue;
      sum += statSync(path.join(folder, name)).size;
      count += 1;
      if (count > 1 && sum >= fewBytes) return /\.jpe?g$/i.test(name) ? 'jpeg' : 'other';
    }
  } catch {
    // No folder, or not to be read: the plan of the batch tells.
  }
  return null;
}
