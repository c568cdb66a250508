import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { UsageError, wrongOption } from '../base/errors.js';
import type { ModelCard } from './card.js';
import { ownWeights } from './codec-card.js';

/** What an export of a codec with levels is asked for, beside what every export is. */
export interface LevelsAsked {
  readonly quality?: string | undefined;
  readonly tuned?: string | undefined;
  readonly checkpoint?: string | undefined;
}

/**
 * What a script of export is given of levels, and what it downloads for each, for people; null of a
 * model without levels, whose weights are one download.
 * @throws UsageError for levels that the card does not have, a checkpoint that is no file, of several
 *   levels, or of a metric
 */
export async function planLevels(
  { id, codec, weights }: ModelCard,
  { quality, checkpoint, ...asked }: LevelsAsked,
): Promise<{ readonly args: readonly string[]; readonly files: readonly string[] | null }> {
  if (codec === undefined || !('levels' in codec.rate)) {
    if (quality !== undefined || (codec === undefined && checkpoint !== undefined)) {
      const given = quality === undefined ? 'checkpoint' : 'quality';
      throw new UsageError(`the model ${id} has no levels: ${given} means nothing to it`);
    }
    if (checkpoint === undefined) return { args: [], files: null };
    return { args: ['--checkpoint', await checkpointFile(checkpoint)], files: [] };
  }
  const all = codec.rate.levels;
  const kinds = [...new Set(all.map((level) => level.tuned))];
  const tuned = asked.tuned ?? (kinds.includes('mse') ? 'mse' : kinds[0]!);
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
  // Levels that code more or fewer channels of one training run, and have no weights of their own.
  const oneWeights = levels.every(
    ({ channels, weights: own }) => Object.keys(channels).length > 0 && own === undefined,
  );
  if (checkpoint !== undefined) {
    if (wanted.length !== 1 && !oneWeights) {
      throw new UsageError(
        `a checkpoint is one level of ${id}: quality, such as ${known[0]}, says which`,
      );
    }
    return { args: [...args, '--checkpoint', await checkpointFile(checkpoint)], files: [] };
  }
  if (weights[0]?.name === ownWeights) {
    throw new UsageError(
      `no weights of ${id} are published: give a checkpoint, the file of a training run of your own`,
    );
  }
  if (oneWeights) return { args, files: null };
  const most = weights[0]?.megabytes;
  const size = most === undefined ? 'of a size that is not known' : `at most ${most} MB`;
  const files = levels
    .filter((level) => wanted.includes(level.quality))
    .map(
      (level) => `${level.weights?.file ?? `quality ${level.quality}`}: ${size}, if not there yet`,
    );
  return { args, files };
}

/** The whole path of a user's weights. Throws a UsageError where there is nothing to read. */
async function checkpointFile(checkpoint: string): Promise<string> {
  const file = path.resolve(checkpoint);
  const there = await access(file, constants.R_OK).then(
    () => true,
    () => false,
  );
  if (!there) throw wrongOption('checkpoint', 'a file of weights', checkpoint);
  return file;
}
