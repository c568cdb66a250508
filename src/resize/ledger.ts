import { now } from '../base/clock.js';
import type { PlannedPicture } from './plan-batch.js';
import type { ResizedFile } from './result.js';

/** How far a batch is. */
export interface BatchProgress {
  readonly done: number;
  readonly total: number;
  readonly failed: number;
  /** Bytes of the inputs that were read, and of all that are to be. */
  readonly bytes: number;
  readonly totalBytes: number;
  readonly seconds: number;
}

/** What one picture came to. */
export type Outcome = Omit<ResizedFile, 'input' | 'output'>;

/** Keeps what became of every picture of a batch. */
export interface Ledger {
  /** Books what became of a picture. */
  book(at: number, outcome: Outcome): void;
  readonly failed: number;
  readonly done: number;
  /** In the order of the plan; of a batch that was stopped only those that were booked. */
  files(): ResizedFile[];
}

export function openLedger(
  pictures: readonly PlannedPicture[],
  onProgress: (progress: BatchProgress) => void = () => {},
): Ledger {
  const outcomes = new Array<Outcome | undefined>(pictures.length);
  const totalBytes = pictures.reduce((sum, { inputBytes }) => sum + inputBytes, 0);
  const start = now();
  let [done, failed, bytes] = [0, 0, 0];
  return {
    book(at, outcome) {
      outcomes[at] = outcome;
      done += 1;
      if (outcome.error !== null) failed += 1;
      bytes += pictures[at]!.inputBytes;
      const total = pictures.length;
      onProgress({ done, total, failed, bytes, totalBytes, seconds: now() - start });
    },
    get failed() {
      return failed;
    },
    get done() {
      return done;
    },
    files: () =>
      pictures.flatMap(({ input, output }, at) => {
        const outcome = outcomes[at];
        return outcome ? [{ input, output, ...outcome }] : [];
      }),
  };
}

/** Of a picture of which nothing was made. */
export function nothingMade(note: string, error: string | null, seconds = 0): Outcome {
  return { width: null, height: null, bytes: null, path: null, seconds, error, note };
}
