import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { UsageError, wrongOption } from '../base/errors.js';
import type { ModelCard } from './card.js';

/** What an export of a codec with levels is asked for, beside what every export is. */
export interface LevelsAsked {
  readonly quality?: string | undefined;
  readonly tuned?: string | undefined;
  readonly checkpoint?: string | undefined;
}

/**
 * What a script of export is given of levels, and what it downloads for each, for people; null of a
 * model without levels, whose weights are one download.
 * @throws UsageError for levels that the card does not have, a checkpoint that is no file or of several
 *   levels, and for any of it where the model has no levels
 */
export async function planLevels(
  { id, codec, weights }: ModelCard,
  { quality, tuned = 'mse', checkpoint }: LevelsAsked,
): Promise<{ readonly args: readonly string[]; readonly files: readonly string[] | null }> {
  if (codec === undefined || !('levels' in codec.rate)) {
    const given = Object.entries({ quality, checkpoint }).find(([, value]) => value !== undefined);
    if (given === undefined) return { args: [], files: null };
    throw new UsageError(`the model ${id} has no levels: ${given[0]} means nothing to it`);
  }
  const all = codec.rate.levels;
  const kinds = [...new Set(all.map((level) => level.tuned))];
  if (!kinds.some((kind) => kind === tuned)) {
    throw wrongOption('tuned', `one of ${kinds.join(', ')}`, tuned);
  }
  const levels = all.filter((level) => level.tuned === tuned);
  const known = levels.map((level) => level.quality);
  const wanted = quality === undefined ? known : quality.split(',').map(Number);
  if (!wanted.every((each) => known.includes(each))) {
    throw wrongOption('quality', `some of ${known.join(',')}`, quality);
  }
  const args = ['--quality', wanted.join(), '--tuned', tuned];
  if (checkpoint !== undefined) {
    if (wanted.length !== 1) {
      throw new UsageError(
        `a checkpoint is one level of ${id}: quality, such as ${known[0]}, says which`,
      );
    }
    const file = path.resolve(checkpoint);
    const there = await access(file, constants.R_OK).then(
      () => true,
      () => false,
    );
    if (!there) throw wrongOption('checkpoint', 'a file of weights', checkpoint);
    return { args: [...args, '--checkpoint', file], files: [] };
  }
  const most = weights[0]?.megabytes ?? 0;
  const files = levels
    .filter((level) => wanted.includes(level.quality))
    .map(
      (level) =>
        `${level.weights?.file ?? `quality ${level.quality}`}: at most ${most} MB, if not there yet`,
    );
  return { args, files };
}
