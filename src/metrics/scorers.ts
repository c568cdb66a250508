import { UsageError } from '../base/errors.js';
import type { Raster } from '../image/raster.js';
import type { Metric, Scorer } from './metric.js';

/**
 * Originals that metrics have prepared, lent to whoever scores decoded pictures against them. A
 * scorer is its borrower's alone until the work is done; who wants the same one waits. Those that
 * nobody has borrowed stay within the limits, least recently used out first.
 */
export interface Scorers {
  /**
   * Works with the metric's scorer of an original, prepared if need be. An original is known by its
   * identity: its samples must not change as long as it may be kept. A scorer whose work failed is
   * not lent again.
   */
  lend<T>(metric: Metric, original: Raster, work: (scorer: Scorer) => Promise<T>): Promise<T>;
  /** Closes all, those that are lent as they come back. Nothing is lent afterwards. */
  close(): void;
}

/** What may be kept between calls. The scorer that was used last stays in any case. */
export interface ScorerLimits {
  /** Originals, each with the scorers of any number of metrics. */
  readonly originals?: number;
  /** Bytes that all scorers together hold. */
  readonly bytes?: number;
}

/** What a scorer holds for each pixel where it does not say: the most of those with a kernel. */
const bytesPerPixel = 128;

interface Entry {
  readonly original: Raster;
  readonly scorer: Promise<Scorer>;
  /** Ends when the last of those who wait for it has had it. */
  turns: Promise<void>;
  borrowers: number;
  bytes: number;
  /** Out of the table: closed as soon as nobody has it. */
  dropped: boolean;
}

/** @param limits by default what all metrics together hold of one picture of a megapixel */
export function createScorers({
  originals = 8,
  bytes = 1.5 * 2 ** 30,
}: ScorerLimits = {}): Scorers {
  const numbers = new WeakMap<Raster, number>();
  let counted = 0;
  let closed = false;
  /** In the order of their last use. */
  const entries = new Map<string, Entry>();

  const keyOf = ({ id, version }: Metric, original: Raster): string => {
    if (!numbers.has(original)) numbers.set(original, counted++);
    return `${numbers.get(original)} ${id} ${version}`;
  };
  const drop = (key: string, entry: Entry): void => {
    if (!entry.dropped) entries.delete(key);
    entry.dropped = true;
    if (entry.borrowers > 0) return;
    entry.scorer.then(
      (scorer) => scorer.close(),
      () => {},
    );
  };
  const shrink = (newest: Entry): void => {
    let held = [...entries.values()].reduce((sum, entry) => sum + entry.bytes, 0);
    const kept = new Set([...entries.values()].map(({ original }) => original));
    for (const [key, entry] of [...entries]) {
      const excess = held > bytes || (kept.size > originals && entry.original !== newest.original);
      if (!excess || entry === newest || entry.borrowers > 0) continue;
      held -= entry.bytes;
      drop(key, entry);
      if (![...entries.values()].some(({ original }) => original === entry.original)) {
        kept.delete(entry.original);
      }
    }
  };
  const borrow = (key: string, metric: Metric, original: Raster): Entry => {
    if (closed) throw new UsageError('these scorers are closed; make new ones');
    const known = entries.get(key);
    const entry = known ?? {
      original,
      scorer: metric.prepare(original),
      turns: Promise.resolve(),
      borrowers: 0,
      bytes: original.width * original.height * bytesPerPixel,
      dropped: false,
    };
    entry.borrowers += 1;
    entries.delete(key);
    entries.set(key, entry);
    if (!known) shrink(entry);
    return entry;
  };
  const giveBack = (key: string, entry: Entry): void => {
    entry.borrowers -= 1;
    if (entry.dropped) drop(key, entry);
    else shrink(entry);
  };

  return {
    async lend(metric, original, work) {
      const key = keyOf(metric, original);
      while (true) {
        const entry = borrow(key, metric, original);
        const before = entry.turns;
        let end = (): void => {};
        entry.turns = new Promise((resolve) => {
          end = resolve;
        });
        await before;
        try {
          // It failed the one before: the next takes another.
          if (entry.dropped) continue;
          const scorer = await entry.scorer;
          const result = await work(scorer);
          entry.bytes = scorer.heldBytes?.() ?? entry.bytes;
          return result;
        } catch (error) {
          drop(key, entry);
          throw error;
        } finally {
          end();
          giveBack(key, entry);
        }
      }
    },
    close() {
      closed = true;
      for (const [key, entry] of [...entries]) drop(key, entry);
    },
  };
}
