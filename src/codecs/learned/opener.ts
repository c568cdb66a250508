import { WorkError } from '../../base/errors.js';
import { type LearnedLevel, levelAt } from './levels.js';
import { type OpenModel, openModel } from './model.js';
import { locateModel } from './model-files.js';

/** The models of a codec, each opened when it is wanted first. */
export interface ModelOpener {
  readonly id: string;
  /**
   * The model of a rate: the only one, or that of a level.
   * @throws WorkError where there is none, its files are missing, or are not what the card says
   */
  at(rate: number): Promise<OpenModel>;
  close(): Promise<void>;
}

/** @param levels in the card's order; one of all rates where the card has none */
export function createModelOpener(
  id: string,
  levels: readonly LearnedLevel[],
  options: { readonly threads: number; readonly provider: string },
): ModelOpener {
  const opened = new Map<LearnedLevel, Promise<OpenModel>>();
  const open = async ({ card, missing }: LearnedLevel): Promise<OpenModel> => {
    if (card === null)
      throw new WorkError(missing ?? `${id} is not here`, { code: 'model-missing' });
    const located = await locateModel(card);
    if (located.files === null) throw new WorkError(`${id}: ${located.missing}`);
    return openModel(card, located.files, options);
  };
  return {
    id,
    at(rate) {
      const level = levelAt(id, levels, rate);
      const model = opened.get(level) ?? open(level);
      opened.set(level, model);
      return model;
    },
    async close() {
      const models = await Promise.allSettled(opened.values());
      for (const model of models) if (model.status === 'fulfilled') await model.value.close();
    },
  };
}
