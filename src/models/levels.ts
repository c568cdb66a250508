import path from 'node:path';
import { type LevelsNote, type ModelCard, readLevelsNote } from './card.js';
import { type CodecLevel, levelName } from './codec-card.js';
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

/**
 * The levels of a codec's card in its own order, with the files that stand there or in the note of an
 * export, `levels.json`, in one of the folders where models are looked for; empty of a card without
 * levels. Whether the files are there is not looked at. A note of random weights never counts.
 */
export async function levelsOf(card: ModelCard): Promise<ModelLevel[]> {
  const rate = card.codec?.rate;
  if (rate === undefined || !('levels' in rate)) return [];
  const notes = await notesOf(card.id);
  return rate.levels.map((level) => {
    const { quality, tuned } = level;
    const name = levelName(level);
    const noted = notes.find(({ levels }) => Object.hasOwn(levels, name))?.levels[name];
    const files = noted?.files ?? level.files;
    const channels = { ...level.channels, ...noted?.channels };
    const whole = Object.keys(card.graphs).every(
      (graph) => Object.hasOwn(files, graph) || card.graphs[graph]!.files.length > 0,
    );
    if (whole) {
      return { quality, tuned, card: cardAt(card, { ...level, files, channels }), missing: null };
    }
    const missing = `${card.id} has no weights of quality ${quality} (${tuned}) here: 'pareto models export ${card.id}' makes them, or name their folder in PARETO_MODELS`;
    return { quality, tuned, card: null, missing };
  });
}

/** A card that knows one of its levels alone: its graphs, channels and distributions. */
function cardAt(card: ModelCard, level: CodecLevel): ModelCard {
  const codec = card.codec!;
  const graphs = Object.entries(card.graphs).map(([name, graph]) => {
    const own = Object.hasOwn(level.files, name) ? level.files[name] : undefined;
    const files = own ? [{ ...own, from: 'an export' }] : graph.files;
    return [name, { ...graph, files }] as const;
  });
  const distributions = level.files['distributions'] ?? codec.distributions;
  return {
    ...card,
    graphs: Object.fromEntries(graphs),
    codec: {
      ...codec,
      rate: { levels: [{ ...level, files: {} }] },
      groups: codec.groups.map((group) => {
        return { ...group, channels: level.channels[group.id] ?? group.channels };
      }),
      distributions,
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
