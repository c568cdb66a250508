import { messageOf } from '../base/errors.js';
import type { Calibration } from './calibration/calibration.js';
import type { Compressor } from './compressor.js';
import type { Question } from './estimator.js';
import { type ExpectedTime, expectedTime } from './expected-time.js';
import type { PictureFacts } from './picture.js';
import { repeatedShare } from './repeats.js';
import { type ShareAt, shareBetween } from './share-between.js';
import { balancedCount, sampledShare } from './tiles/plan.js';

/** What `auto` chose, and why. */
export interface Choice {
  readonly estimator: string;
  readonly reason: string;
  /** Whether the picture is of a kind that the estimator is known to miss. */
  readonly doubtful: boolean;
}

/** Pictures with so many repeated blocks are not told from tiles. */
const mostRepeated = 0.02;

/**
 * Share of the whole encode's time that an estimate may take, by megapixels, straight between these:
 * small pictures are soon done, and few tiles tell little of them.
 */
const shares: readonly ShareAt[] = [
  { megapixels: 2, share: 0.7 },
  { megapixels: 3, share: 0.2 },
  { megapixels: 4, share: 0.2 },
  { megapixels: 8, share: 0.1 },
];

/**
 * Chooses the estimator for a question: the encode itself where it is expected to fit the time budget,
 * else the most exact one whose share of the encode's time is allowed. Times are those of the
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
    return plain('downscale', 'nothing but the header of the picture is read');
  }
  const { width, height } = picture;
  if (balancedCount(picture) === null) {
    return plain('exact', `${width}x${height} is too small to be sampled`);
  }
  const time = await expectedTime(question, calibration).catch(messageOf);
  // The encode itself may do what a part of the picture did not.
  if (typeof time === 'string') return plain('exact', `its time cannot be told: ${time}`);
  const { seconds } = time;
  if (seconds <= timeBudgetSeconds) return byTime(time, { picture, compressor }, timeBudgetSeconds);
  const repeated = repeatedShare(await picture.samples());
  if (repeated > mostRepeated) {
    const why = `${(100 * repeated).toFixed(0)} % of its blocks are repeated, which samples do not show`;
    if (seconds <= timeLimitSeconds / 2) return plain('exact', why);
    return {
      estimator: compressor.rowFiltered ? 'bands' : 'balanced',
      reason: why,
      doubtful: true,
    };
  }
  return byTime(time, { picture, compressor }, timeBudgetSeconds);
}

/** The estimator for a picture that samples can tell of, by the time that everything is expected to take. */
export function byTime(
  { seconds, fastShare, mapShare }: ExpectedTime,
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
  if (seconds <= timeBudgetSeconds) return plain('exact', expected);
  if (compressor.rowFiltered) return plain('bands', expected);
  if (fastShare === null) return plain('balanced', expected);
  const share = fastShare + sampledShare(picture) + mapShare;
  const told = `${expected}, a fast setting ${(100 * fastShare).toFixed(0)} % of that`;
  const allowed = share <= shareBetween(shares, (picture.width * picture.height) / 1e6);
  return plain(allowed ? 'sibling' : 'balanced', told);
}

function plain(estimator: string, reason: string): Choice {
  return { estimator, reason, doubtful: false };
}
