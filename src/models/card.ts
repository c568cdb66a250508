import { existsSync } from 'node:fs';
import { z } from 'zod';
import { messageOf, WorkError } from '../base/errors.js';
import { readBounded } from '../base/read-bounded.js';
import { cardSchema, graphFile, type ModelCard } from './card-schema.js';
import { channelsOfLevel, contents as contentsOfLevel } from './codec-card.js';

export type { GraphCard, ModelCard, ModelCheck } from './card-schema.js';

const exportNoteSchema = z.object({
  id: z.string(),
  file: graphFile.shape.file,
  sha256: graphFile.shape.sha256,
  bytes: z.int().positive(),
  /** Where the weights are from. */
  weights: z.string(),
  /** Made of random numbers, to test the export: no real model. */
  random: z.boolean(),
  /** Largest difference from each PyTorch implementation that it was compared with. */
  largestDifference: z.record(z.string(), z.number()),
});

/** What an export says of the graph beside it, `export.json`. */
export type ExportNote = z.infer<typeof exportNoteSchema>;

/** Reads a card. Throws WorkError where it is missing or not as it should be. */
export async function readCard(path: string): Promise<ModelCard> {
  const bytes = await readBounded(path, { bound: 'card', name: `the model's card ${path}` });
  return parse(bytes, path, "model's card", cardSchema);
}

const levelsNoteSchema = z.object({
  id: z.string(),
  /** Made of random numbers, to test the export: no real model. */
  random: z.boolean(),
  /** By name of the level, `all` without levels, its files by graph, and `distributions`. */
  levels: z.record(
    z.string(),
    z.object({
      weights: z.string(),
      channels: z.record(z.string(), channelsOfLevel),
      files: z.record(z.string(), contentsOfLevel),
    }),
  ),
});

/** What an export says of the levels of a codec beside it, `levels.json`. */
export type LevelsNote = z.infer<typeof levelsNoteSchema>;

/** Reads a note of levels; null where there is none. Throws WorkError for a broken one. */
export async function readLevelsNote(path: string): Promise<LevelsNote | null> {
  if (!existsSync(path)) return null;
  const bytes = await readBounded(path, { bound: 'card' });
  return parse(bytes, path, 'note of levels', levelsNoteSchema);
}

/** Reads an export's note; null where there is none. Throws WorkError for a broken one. */
export async function readExportNote(path: string): Promise<ExportNote | null> {
  if (!existsSync(path)) return null;
  const bytes = await readBounded(path, { bound: 'card' });
  return parse(bytes, path, "model export's note", exportNoteSchema);
}

function parse<T>(bytes: Buffer, path: string, what: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(bytes.toString('utf8')));
  } catch (error) {
    const cause = error instanceof z.ZodError ? z.prettifyError(error) : messageOf(error);
    throw new WorkError(`${path} is no ${what}: ${messageOf(cause)}`, {
      code: 'broken-file',
      data: { file: path },
    });
  }
}
