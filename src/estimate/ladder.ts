import { type ShareAt, shareBetween } from './share-between.js';

/**
 * Estimators that `auto` asks one after the other, until one is as exact as wanted. Each begins with
 * what the one before it found out.
 */
export interface Ladder {
  readonly steps: readonly string[];
  /** Largest error of 95 % of the answers that is good enough, as a share. */
  readonly wanted: number;
}

/** The error that is good enough, by megapixels: more of a large picture, where a step takes longest. */
const wantedErrors: readonly ShareAt[] = [
  { megapixels: 6.5, share: 0.07 },
  { megapixels: 8, share: 0.11 },
];

/** The fast setting is no step where it takes more than this share of the encode. */
const slowestFast = 0.3;

/**
 * The steps for a picture that tiles can tell of: balanced tiles, then the fast setting beside them.
 * @param fastShare time of the fast setting as a share of the encode's, or null where there is none
 */
export function ladderFor(
  { width, height }: { readonly width: number; readonly height: number },
  fastShare: number | null,
): Ladder {
  const isFast = fastShare !== null && fastShare <= slowestFast;
  return {
    steps: isFast ? ['balanced', 'sibling'] : ['balanced'],
    wanted: shareBetween(wantedErrors, (width * height) / 1e6),
  };
}

/** The next step is asked where its largest error is expected to be this share of the one before, or less. */
const worthwhile = 0.9;

/**
 * Climbs a ladder: asks for the answer of each step, until one is good enough, none is left, or the next
 * is known to be hardly better.
 * @param largestErrorOf of an answer, or of what a step would make of it: 95 % of such answers err by less
 */
export async function climb<T>(
  { steps, wanted }: Ladder,
  answer: (step: string) => T | Promise<T>,
  largestErrorOf: (answer: T, step?: string) => number,
): Promise<T> {
  let found = await answer(steps[0]!);
  for (const step of steps.slice(1)) {
    const error = largestErrorOf(found);
    if (error <= wanted || largestErrorOf(found, step) > worthwhile * error) break;
    found = await answer(step);
  }
  return found;
}
