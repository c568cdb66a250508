import { existsSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { now } from '../base/clock.js';
import { isOwnError, messageOf, wrongOption } from '../base/errors.js';
import { readOptions, whole, yes } from '../base/options.js';
import { collectOwned } from '../base/owned.js';
import type { Warn } from '../base/warn.js';
import type { FastRefusal } from './fast/contract.js';
import { slowReason } from './fast/path.js';
import type { FastJob, FastTold } from './fast/queue.js';
import { type BatchProgress, type Ledger, nothingMade, openLedger } from './ledger.js';
import type { ResizeOptions } from './options.js';
import { type BatchAsk, type NamedPicture, type PlannedPicture, planBatch } from './plan-batch.js';
import type { ResizeReport } from './result.js';
import { threadsFor } from './threads.js';

/** How many pictures are resized. */
export interface ResizeManyOptions extends ResizeOptions, Omit<BatchAsk, 'inputs'> {
  /** Leave what is there and newer than its input as it is. */
  readonly update?: boolean | undefined;
  /** End at the first picture that fails; the others are left. */
  readonly stopOnError?: boolean | undefined;
  /** Threads, or processes, that work beside each other; by the work and the processors unless told. */
  readonly threads?: number | undefined;
  /** Ends it when the running pictures are done. */
  readonly stop?: AbortSignal | undefined;
  /** Ends it at once. */
  readonly signal?: AbortSignal | undefined;
  readonly onWarning?: Warn | undefined;
  readonly onProgress?: ((progress: BatchProgress) => void) | undefined;
}

const ownOptions = z.object({
  update: yes.default(false),
  stopOnError: yes.default(false),
  threads: whole(1, 256).optional(),
});

/**
 * Resizes files, folders with their trees, and patterns of them, several at a time. Every output is written
 * whole; a picture that fails is told in the report and ends nothing else.
 *
 *     await resizeMany(['photos'], { out: 'small', width: 800, height: 600, quality: 85 });
 *
 * @throws UsageError for options that make no sense, before any work; WorkError for inputs that are not
 *   there; the signal's reason
 */
export async function resizeMany(
  inputs: readonly (string | NamedPicture)[],
  options: ResizeManyOptions = {},
): Promise<ResizeReport> {
  const { manifest, out, name, sizes, formats, stop, signal, onWarning, onProgress, ...rest } =
    options;
  const { update, stopOnError, threads, ...picture } = rest;
  const own = readOptions('resizeMany', ownOptions, { update, stopOnError, threads });
  if (!Array.isArray(inputs)) throw wrongOption('inputs', 'an array of paths', inputs);
  const start = now();
  const { pictures, passedOver } = await planBatch(
    { inputs, manifest, out, name, sizes, formats },
    picture,
  );
  if (passedOver > 0) onWarning?.(passedOverText(passedOver));
  const ledger = openLedger(pictures, onProgress);
  const waiting = pictures.flatMap(({ upToDate }, at) => {
    if (!own.update || !upToDate) return [at];
    ledger.book(at, nothingMade('is there, and newer than its input', null));
    return [];
  });
  const bytes = waiting.reduce((sum, at) => sum + pictures[at]!.inputBytes, 0);
  const count = threadsFor(own.threads ?? null, { pictures: waiting.length, bytes });
  collectLeftovers(waiting.map((at) => pictures[at]!.output));
  const ends = (): boolean =>
    stop?.aborted === true || (own.stopOnError && ledger.failed > 0) || signal?.aborted === true;
  const refusals = await byFastPath(waiting, {
    ...{ pictures, ledger, threads: count, ends, onWarning },
    endsWithDamage: own.stopOnError,
  });
  // What is to end the batch is told before others are made.
  const isDamaged = (at: number): boolean => refusals.get(at)?.isDamaged === true;
  const left = waiting.filter((at) => refusals.has(at));
  left.sort((a, b) => Number(isDamaged(b)) - Number(isDamaged(a)));
  await byLibrary(left, { pictures, ledger, threads: count, refusals, ends, signal, onWarning });
  signal?.throwIfAborted();
  const interrupted = stop?.aborted === true && ledger.done < pictures.length;
  return { files: ledger.files(), seconds: now() - start, threads: count, interrupted };
}

function passedOverText(count: number): string {
  return `${count} ${count === 1 ? 'file was' : 'files were'} passed over: no pictures by their names`;
}

/** What killed runs left in the folders of outputs goes. */
function collectLeftovers(outputs: readonly string[]): void {
  for (const folder of new Set(outputs.map((output) => path.dirname(output)))) {
    if (existsSync(folder)) collectOwned(folder);
  }
}

/** Resizes what the fast path takes, in threads; tells of all others why it does not. */
async function byFastPath(
  waiting: readonly number[],
  {
    pictures,
    ledger,
    threads,
    ends,
    endsWithDamage,
    onWarning = () => {},
  }: {
    pictures: readonly PlannedPicture[];
    ledger: Ledger;
    threads: number;
    ends: () => boolean;
    /** Takes no more pictures after one that is damaged. */
    endsWithDamage: boolean;
    onWarning: Warn | undefined;
  },
): Promise<ReadonlyMap<number, FastRefusal>> {
  const refusals = new Map<number, FastRefusal>();
  let hasDamaged = false;
  const jobs: FastJob[] = [];
  for (const at of waiting) {
    const { input, source, output, ask } = pictures[at]!;
    // Until a thread tells what it made, it is for the libraries.
    const slow = slowReason(input, ask);
    refusals.set(at, { refused: slow ?? 'its thread failed' });
    if (slow === null) jobs.push({ at, input, source, output, ask });
  }
  if (jobs.length === 0) return refusals;
  const { runFast } = await import('./fast/batch.js');
  const tell = (told: FastTold): void => {
    if ('refused' in told) {
      refusals.set(told.at, told);
      hasDamaged ||= told.isDamaged === true;
      return;
    }
    refusals.delete(told.at);
    if (told.warning !== null) onWarning(told.warning);
    ledger.book(told.at, told.outcome);
  };
  const endsFast = (): boolean => ends() || (endsWithDamage && hasDamaged);
  await runFast(jobs, { threads, ends: endsFast, tell });
  return refusals;
}

/** Resizes pictures by the libraries, in processes that can be killed. */
async function byLibrary(
  waiting: readonly number[],
  {
    pictures,
    ledger,
    threads,
    refusals,
    ends,
    signal,
    onWarning = () => {},
  }: {
    pictures: readonly PlannedPicture[];
    ledger: Ledger;
    threads: number;
    refusals: ReadonlyMap<number, FastRefusal>;
    ends: () => boolean;
    signal: AbortSignal | undefined;
    onWarning: Warn | undefined;
  },
): Promise<void> {
  if (waiting.length === 0 || ends()) return;
  const { libraryLimits, openLibraryPool } = await import('./library-pool.js');
  const pool = openLibraryPool(Math.min(threads, waiting.length));
  const limits = libraryLimits(pool.workers, signal);
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < waiting.length && !ends()) {
      const at = waiting[next++]!;
      const { input, source, output, ask } = pictures[at]!;
      const { refused, damage } = refusals.get(at)!;
      const start = now();
      try {
        const made = await pool.ask({ source, name: input, output, ask, damage }, limits);
        for (const warning of made.warnings) onWarning(warning);
        const { width, height, bytes } = made;
        const note = `${made.by}; not the fast path: ${refused}`;
        const seconds = now() - start;
        ledger.book(at, { width, height, bytes, path: 'library', seconds, error: null, note });
      } catch (error) {
        if (signal?.aborted) return;
        const failed = nothingMade('failed', errorOf(input, error), now() - start);
        ledger.book(at, isOwnError(error) ? { ...failed, code: error.code } : failed);
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: pool.workers }, work));
  } finally {
    await pool.close();
  }
}

/** Each error says which file it is of. */
function errorOf(input: string, error: unknown): string {
  const message = messageOf(error);
  return message.includes(input) ? message : `${input}: ${message}`;
}
