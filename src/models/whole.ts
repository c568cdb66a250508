import type { ModelCard } from './card.js';
import { graphOf } from './card-schema.js';
import { levelsOf } from './levels.js';
import { bytesOf, locateGraph } from './locate.js';

/** A model as a whole: all of its graphs. */
export interface WholeModel {
  /** Of all files, also those that are not here; a file that several graphs are in counts once. */
  readonly bytes: number;
  /** Where the first graph lies; null where any of them is missing. */
  readonly path: string | null;
  /** Why a graph is missing and what brings it, or null. */
  readonly missing: string | null;
}

/** Looks for all graphs of a model, of the levels that are known. Of one that is not here the first file of its card counts. */
export async function locateWhole(card: ModelCard): Promise<WholeModel> {
  const sizes = new Map<string, number>();
  const paths: string[] = [];
  let firstMissing: string | null = null;
  const levels = await levelsOf(card);
  const here = levels.flatMap((level) => level.card ?? []);
  if (levels.length > 0 && here.length === 0) firstMissing = levels[0]!.missing;
  for (const each of levels.length > 0 ? here : [card]) {
    for (const name of Object.keys(each.graphs)) {
      const { found, missing } = await locateGraph(each, name);
      const known = graphOf(each, name).files[0]!;
      sizes.set(found?.sha256 ?? known.sha256, found?.bytes ?? bytesOf(known));
      if (found === null) firstMissing ??= missing;
      else paths.push(found.path);
    }
  }
  return {
    bytes: [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0),
    path: firstMissing === null ? (paths[0] ?? null) : null,
    missing: firstMissing,
  };
}
