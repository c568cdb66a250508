import { type GraphFile, locateFile, locateGraph } from '../../models/locate.js';
import type { CodecModelCard, ModelFiles } from './model-identity.js';

/** The files of a model, or why there are none and what brings them. */
export type LocatedModel =
  | { readonly files: ModelFiles; readonly missing: null }
  | { readonly files: null; readonly missing: string };

/** Looks for all files of a model, as `locateGraph` does. */
export async function locateModel(card: CodecModelCard): Promise<LocatedModel> {
  const graphs: Record<string, GraphFile> = {};
  for (const name of Object.keys(card.graphs)) {
    const { found, missing } = await locateGraph(card, name);
    if (found === null) return { files: null, missing };
    graphs[name] = found;
  }
  const { distributions } = card.codec;
  if (typeof distributions === 'string') return { files: { graphs, table: null }, missing: null };
  const { found, missing } = await locateFile(card, [distributions]);
  return found === null
    ? { files: null, missing }
    : { files: { graphs, table: found }, missing: null };
}
