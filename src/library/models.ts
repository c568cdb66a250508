import type { ModelCard } from '../models/card.js';
import { loadCard, modelIds } from '../models/catalogue.js';
import { type CheckedModel, checkModel as check } from '../models/check.js';
import { ownWeights } from '../models/codec-card.js';
import {
  type ModelExportOptions,
  type ModelExportPlan,
  type ModelExportRun,
  planExport,
  runExport,
} from '../models/export.js';
import { locateWhole } from '../models/whole.js';

/** A model of a learned metric or codec, and where it is. */
export interface ListedModel
  extends Pick<ModelCard, 'id' | 'title' | 'kind' | 'licence' | 'published'> {
  /** Of all its files; 0 where none are known before an export. */
  readonly bytes: number;
  /** Of the official weights, of one level the largest; null where none are published or nobody says. */
  readonly downloadBytes: number | null;
  /** Null where a file is missing. */
  readonly path: string | null;
  /** Why, and what brings it; null where all is here. */
  readonly missing: string | null;
}

/** The models that the bench knows, as `pareto models` lists them. */
export async function listModels(): Promise<ListedModel[]> {
  const cards = await Promise.all((await modelIds()).map(loadCard));
  return Promise.all(
    cards.map(async (card) => {
      const { id, title, kind, licence, published } = card;
      const { bytes, path, missing } = await locateWhole(card);
      const megabytes = card.weights[0]?.name === ownWeights ? null : card.weights[0]?.megabytes;
      const downloadBytes = megabytes == null ? null : Math.round(1e6 * megabytes);
      return { id, title, kind, licence, bytes, downloadBytes, path, missing, published };
    }),
  );
}

/**
 * Compares a metric's model with its card, as `pareto models check` does: the SHA-256 of its file,
 * inputs, outputs, and the values of the card's pairs. `passed` says whether all is as it should be.
 * @throws UsageError for an unknown id; WorkError where the model is missing, damaged or a codec's
 */
export async function checkModel(id: string): Promise<CheckedModel> {
  return check(await loadCard(id));
}

/**
 * What an export of a metric's model would do: downloads, programs, the folder. Nothing is done.
 * @throws UsageError for an unknown id, a model without an export, unknown weights
 */
export async function planModelExport(
  id: string,
  options: ModelExportOptions = {},
): Promise<ModelExportPlan> {
  return planExport(await loadCard(id), options);
}

/**
 * Does what `planModelExport` planned, as `pareto models export --yes` does: sets up Python where it
 * has to, and makes the graph out of the official weights.
 *
 *     const plan = await planModelExport('lpips-alex');
 *     await exportModel(plan, { onOutput: (text) => process.stderr.write(text) });
 *
 * @throws WorkError naming the step that failed, with the end of what it printed in `data.printed`;
 *   the signal's reason
 */
export async function exportModel(
  plan: ModelExportPlan,
  options: ModelExportRun = {},
): Promise<void> {
  await runExport(plan, options);
}
