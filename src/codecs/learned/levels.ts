import { WorkError } from '../../base/errors.js';
import type { Settings } from '../../base/params.js';
import type { CodecLevel } from '../../models/codec-card.js';
import { levelsOf } from '../../models/levels.js';
import { locateModel } from './model-files.js';
import { type CodecModelCard, codecModel, modelIdentity } from './model-identity.js';

/** A model at a rate point, or, of a codec with one model for all rates, the only one. */
export interface LearnedLevel {
  /** What files call it, the place in the card; null for all rates. */
  readonly rate: number | null;
  readonly quality: number;
  readonly tuned: CodecLevel['tuned'];
  /** Null where no weights are known. */
  readonly card: CodecModelCard | null;
  readonly missing: string | null;
  /** The first digits of the hash of all that results depend on; `none` without weights. */
  readonly mark: string;
}

/** The levels of a codec. Nothing is loaded. */
export async function learnedLevels(card: CodecModelCard): Promise<LearnedLevel[]> {
  const found = await levelsOf(card);
  const byLevel = 'levels' in card.codec.rate;
  if (found.length > 0) {
    return found.map(({ card: each, ...level }, place) => {
      const known = each === null ? null : codecModel(each);
      const mark = known === null ? 'none' : modelIdentity(known, null).slice(0, 8);
      return { ...level, rate: byLevel ? place : null, card: known, mark };
    });
  }
  const { files } = await locateModel(card);
  const mark = modelIdentity(card, files).slice(0, 8);
  return [{ rate: null, quality: 0, tuned: 'mse', card, missing: null, mark }];
}

/** The level that settings ask for. */
export function levelOf(
  levels: readonly LearnedLevel[],
  { quality, tuned }: Settings,
): LearnedLevel | undefined {
  if (levels[0]?.rate === null) return levels[0];
  return levels.find(
    (level) => level.quality === Number(quality) && level.tuned === (tuned ?? levels[0]!.tuned),
  );
}

/**
 * The level of a file's rate.
 * @throws WorkError where there is none
 */
export function levelAt(id: string, levels: readonly LearnedLevel[], rate: number): LearnedLevel {
  const level = levels.find((each) => each.rate === null || each.rate === rate);
  if (level !== undefined) return level;
  throw new WorkError(`the file is of level ${rate} of ${id}, which has ${levels.length}`);
}
