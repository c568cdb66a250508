import { messageOf } from '../base/errors.js';
import type { Calibration } from './calibration/calibration.js';
import type { Compressor } from './compressor.js';
import type { Question } from './estimator.js';
import { type ExpectedTime, expectedTime, mostTime } from './expected-time.js';
import { type Ladder, ladderFor } from './ladder.js';
import type { Picture, PictureFacts } from './picture.js';
import { repeatedShare } from './repeats.js';
import { type ShareAt, shareBetween } from './share-between.js';
import { balancedCount, sampledShare } from './tiles/plan.js';

/** What `auto` chose, and why. */
export interface Choice {
  /** What is asked: one estimator, or several until an answer is good enough. */
  readonly ladder: Ladder;
  readonly reason: string | null;
  /** Whether the picture is of a kind that the estimator is known to miss. */
  readonly doubtful: boolean;
}

/**
 * Pictures with more repeated blocks are not told from tiles: of 102 photographs up to 0.6 % are, of ten
 * screens 4.3 % and more.
 */
const mostRepeated = 0.02;

/**
 * Share of the encode's time that balanced tiles may take, by megapixels, straight between these. Where
 * they take more, as beside WebP, they are not worth their error and the encode itself is done, if
 * it takes no more than `longerBudgets` time budgets.
 */
const shares: readonly ShareAt[] = [
  { megapixels: 3, share: 0.28 },
  { megapixels: 8, share: 0.12 },
];
const longerBudgets = 4;

/**
 * Of smaller pictures tiles are a seventh and more, and tell little: the encode itself is done if it
 * takes no more than so many time budgets.
 */
const small = { megapixels: 2.8, budgets: 10 } as const;

/**
 * Chooses the estimators for a question: the encode itself where it is expected to fit the time budget
 * or samples are not worth their while, else tiles and what makes them more exact. Times are those of the
 * calibration, so that the same picture gets the same answer again; a codec without any is timed on a
 * crop.
 * @param timeBudgetSeconds what the whole encode may take to be simply done
 * @param timeLimitSeconds what it may take where nothing else can tell
 */
export async function chooseEstimator(
  question: Question,
  calibration: Calibration,
  { timeBudgetSeconds, timeLimitSeconds }: { timeBudgetSeconds: number; timeLimitSeconds: number },
): Promise<Choice> {
  const { compressor, picture, thumbnail } = question;
  if (thumbnail !== undefined) {
    return onlyChoice('downscale', 'nothing but the header of the picture is read');
  }
  const { width, height } = picture;
  if (balancedCount(picture) === null) {
    return onlyChoice('exact', `${width}x${height} is too small to be sampled`);
  }
  // Maps take a good part of a fast encode: where it fits in any case they are not made.
  const most = mostTime(question, calibration);
  if (most !== null && most <= timeBudgetSeconds) {
    return onlyChoice('exact', `the encode is expected to take at most ${most.toFixed(2)} s`);
  }
  const time = await expectedTime(question, calibration).catch(messageOf);
  // The encode itself may do what a part of the picture did not.
  if (typeof time === 'string') return onlyChoice('exact', `its time cannot be told: ${time}`);
  const { seconds } = time;
  if (seconds <= timeBudgetSeconds) return byTime(time, { picture, compressor }, timeBudgetSeconds);
  const why = await repeatsIn(picture);
  if (why !== null) {
    if (seconds <= timeLimitSeconds / 2) return onlyChoice('exact', why);
    return { ...onlyChoice(compressor.rowFiltered ? 'bands' : 'balanced', why), doubtful: true };
  }
  return byTime(time, { picture, compressor }, timeBudgetSeconds);
}

/** Why samples cannot tell of a picture: many of its blocks are repeated. Null where they can. */
export async function repeatsIn(picture: Picture): Promise<string | null> {
  const repeated = repeatedShare(await picture.samples());
  if (repeated <= mostRepeated) return null;
  return `${(100 * repeated).toFixed(0)} % of its blocks are repeated, which samples do not show`;
}

/** The estimators for a picture that samples can tell of, by the time that everything is expected to take. */
export function byTime(
  { seconds, fastShare, mapShare, quarterShare }: ExpectedTime,
  {
    picture,
    compressor,
  }: {
    readonly picture: Pick<PictureFacts, 'width' | 'height'>;
    readonly compressor: Pick<Compressor, 'rowFiltered'>;
  },
  timeBudgetSeconds: number,
): Choice {
  const expected = `the encode is expected to take ${seconds.toFixed(2)} s`;
  if (seconds <= timeBudgetSeconds) return onlyChoice('exact', expected);
  if (compressor.rowFiltered) return onlyChoice('bands', expected);
  const megapixels = (picture.width * picture.height) / 1e6;
  const share = sampledShare(picture) + mapShare + quarterShare;
  if (share > shareBetween(shares, megapixels) && seconds <= longerBudgets * timeBudgetSeconds) {
    return onlyChoice('exact', `${expected}, and tiles ${(100 * share).toFixed(0)} % of that`);
  }
  if (megapixels <= small.megapixels && seconds <= small.budgets * timeBudgetSeconds) {
    return onlyChoice('exact', `${expected}, and tiles are a large part of a small picture`);
  }
  const ladder = ladderFor(picture, fastShare);
  return { ladder, reason: expected, doubtful: false };
}

/** One estimator, however exact it is. */
export function onlyChoice(estimator: string, reason: string | null = null): Choice {
  const ladder = { steps: [estimator], wanted: Number.POSITIVE_INFINITY };
  return { ladder, reason, doubtful: false };
}
