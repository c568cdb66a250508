import path from 'node:path';
import { type GraphCard, type LevelsNote, type ModelCard, readLevelsNote } from './card.js';
import { type CodecCard, type CodecLevel, levelName, ownWeights } from './codec-card.js';
import { foldersOf } from './locate.js';

/** A rate point of a model, with the files that are known of it. */
export interface ModelLevel {
  readonly quality: number;
  readonly tuned: CodecLevel['tuned'];
  /** The model at this level, as if it had no other; null where no files are known. */
  readonly card: ModelCard | null;
  /** Why there is none and what brings it, or null. */
  readonly missing: string | null;
}

/** What notes call the files of a codec that has one model for all rates. */
const allRates = 'all';

/**
 * The levels of a codec's card in its own order, with the files that stand there or in the note of an
 * export, `levels.json`, in one of the folders where models are looked for; of a card without levels
 * whose graphs name no files one, for all rates; else empty. Whether the files are there is not
 * looked at. A note of random weights never counts.
 */
export async function levelsOf(card: ModelCard): Promise<ModelLevel[]> {
  const rate = card.codec?.rate;
  if (rate === undefined) return [];
  const notes = await notesOf(card.id);
  const filled = (name: string, { files, channels }: Pick<CodecLevel, 'files' | 'channels'>) => {
    const noted = notes.find(({ levels }) => Object.hasOwn(levels, name))?.levels[name];
    const own = { files: noted?.files ?? files, channels: { ...channels, ...noted?.channels } };
    const whole = Object.keys(card.graphs).every(
      (graph) => Object.hasOwn(own.files, graph) || card.graphs[graph]!.files.length > 0,
    );
    return whole ? own : null;
  };
  const how =
    card.weights[0]?.name === ownWeights ? ' of a checkpoint of yours, for one quality,' : '';
  const missing = (of: string): string =>
    `${card.id} has no weights${of} here: 'pareto models export ${card.id}'${how} makes them, or name their folder in PARETO_MODELS`;
  if (!('levels' in rate)) {
    if (Object.values(card.graphs).every(({ files }) => files.length > 0)) return [];
    const own = filled(allRates, { files: {}, channels: {} });
    const only = { quality: 0, tuned: 'mse' } as const;
    if (own === null) return [{ ...only, card: null, missing: missing('') }];
    return [{ ...only, card: cardWith(card, rate, own), missing: null }];
  }
  return rate.levels.map((level) => {
    const { quality, tuned } = level;
    const own = filled(levelName(level), level);
    if (own === null) {
      return { quality, tuned, card: null, missing: missing(` of quality ${quality} (${tuned})`) };
    }
    // What is published of a level changes neither its results nor who can decode them.
    const { kodak: _, ...known } = level;
    const law = { levels: [{ ...known, channels: own.channels, files: {} }] };
    return { quality, tuned, card: cardWith(card, law, own), missing: null };
  });
}

/** A card that knows one of its levels alone: its graphs, channels and distributions. */
function cardWith(
  card: ModelCard,
  rate: CodecCard['rate'],
  { files, channels }: Pick<CodecLevel, 'files' | 'channels'>,
): ModelCard {
  const codec = card.codec!;
  const has = (id: string): boolean => channels[id] !== 0;
  const graphs = Object.entries(card.graphs).map(([name, graph]) => {
    const own = Object.hasOwn(files, name) ? files[name] : undefined;
    const [inputs, outputs] = [graph.inputs, graph.outputs].map((ports) =>
      ports.filter((port) => has(port.name)),
    ) as [GraphCard['inputs'], GraphCard['outputs']];
    const found = own ? [{ ...own, from: 'an export' }] : graph.files;
    return [name, { ...graph, inputs, outputs, files: found }] as const;
  });
  return {
    ...card,
    graphs: Object.fromEntries(graphs),
    codec: {
      ...codec,
      rate,
      groups: codec.groups
        .filter(({ id }) => has(id))
        .map((group) => ({ ...group, channels: channels[group.id] ?? group.channels })),
      passes: codec.passes.filter((pass) => !('group' in pass) || has(pass.group)),
      distributions: files['distributions'] ?? codec.distributions,
    },
  };
}

async function notesOf(id: string): Promise<LevelsNote[]> {
  const folders = await foldersOf(id);
  const notes = await Promise.all(
    folders.map((folder) => readLevelsNote(path.join(folder, 'levels.json')).catch(() => null)),
  );
  return notes.flatMap((note) => (note?.id === id && !note.random ? [note] : []));
}
