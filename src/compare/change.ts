import { bootstrapInterval, mean } from '../base/statistics.js';
import { holm } from './holm.js';
import type { Subject } from './pairs.js';
import { signedRank } from './signed-rank.js';

/**
 * A quantity of B against A with what may be said of it. `size`, `encode` and `decode` are ratios of
 * B over A; `metric` a difference, B - A; `bd-rate` percent, with A as the anchor.
 */
export interface Change {
  readonly kind: 'size' | 'metric' | 'bd-rate' | 'encode' | 'decode';
  readonly subject: Subject;
  /** Of `metric` and `bd-rate`. */
  readonly metric: string | null;
  /** Of times. */
  readonly testbed: string | null;
  /** Images that it is made from. */
  readonly images: number;
  /** Null where no two values can be compared. */
  readonly value: number | null;
  /** 95 % interval; null where there is none. */
  readonly low: number | null;
  readonly high: number | null;
  /** Of this test alone; null where it could not be significant whatever came, with the reason. */
  readonly p: number | null;
  readonly reason: string | null;
  /** Set where both sides have the metric, of two versions, which are not compared. */
  readonly versionsDiffer?: true;
  /** Which way is better; null where nobody says. */
  readonly better: 'lower' | 'higher' | null;
}

/** A change with its place among all that were tested. */
export interface JudgedChange extends Change {
  /** p adjusted for all tests of the report, by Holm. */
  readonly adjusted: number | null;
  readonly verdict: 'better' | 'worse' | 'differs' | 'not significant' | 'not tested';
}

/** Chance of any false alarm that is borne, in the whole report. */
export const level = 0.05;

/** Judges changes together. Pure. */
export function judge(changes: readonly Change[]): JudgedChange[] {
  const tested = changes.filter(({ p }) => p !== null);
  const adjusted = new Map<Change, number>();
  for (const [i, p] of holm(tested.map((each) => each.p!)).entries()) adjusted.set(tested[i]!, p);
  return changes.map((change) => {
    const p = adjusted.get(change) ?? null;
    return { ...change, adjusted: p, verdict: verdictOf(change, p) };
  });
}

function verdictOf(
  { value, kind, better }: Change,
  adjusted: number | null,
): JudgedChange['verdict'] {
  if (adjusted === null || value === null) return 'not tested';
  if (adjusted >= level) return 'not significant';
  if (better === null) return 'differs';
  const isRatio = kind === 'size' || kind === 'encode' || kind === 'decode';
  const rises = value > (isRatio ? 1 : 0);
  return rises === (better === 'higher') ? 'better' : 'worse';
}

/** How intervals are drawn: the same in every report. */
const bootstrap = { seed: 1, resamples: 1000, level: 0.95 };

/**
 * Mean of paired differences, one an image, with a bootstrap interval over images and the signed-rank
 * test. An infinite difference has no place in the mean, and its sign one in the test.
 */
export function pairedFigures(
  differences: readonly number[],
): Pick<Change, 'value' | 'low' | 'high' | 'p' | 'reason'> {
  const finite = differences.filter(Number.isFinite);
  const { p, leastP, n } = signedRank(differences);
  const reason =
    leastP < level
      ? null
      : n === 0
        ? 'nothing differs'
        : `${n} images that differ are too few for any significance`;
  const figures =
    finite.length === 0
      ? { value: null, low: null, high: null }
      : { value: mean(finite), ...intervalOf(finite) };
  return { ...figures, p: reason === null ? p : null, reason };
}

function intervalOf(values: readonly number[]): { low: number | null; high: number | null } {
  const first = values[0]!;
  if (values.length < 2) return { low: null, high: null };
  // Nothing to draw where all are alike, as where every bitstream is the same.
  if (values.every((value) => value === first)) return { low: first, high: first };
  return bootstrapInterval(values, mean, bootstrap);
}
