import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { unknownName } from '../base/errors.js';
import { type ModelCard, readCard } from './card.js';

/** The project's own folder of cards and export scripts. */
export const projectModels = fileURLToPath(new URL('../../models/', import.meta.url));

/** The ids of all models that have a card, sorted. */
export async function modelIds(): Promise<string[]> {
  const names = await readdir(projectModels);
  return names.filter((name) => existsSync(cardOf(name))).sort();
}

/** A model's card. Throws UsageError for an unknown id, WorkError for a broken card. */
export async function loadCard(id: string): Promise<ModelCard> {
  const ids = await modelIds();
  if (!ids.includes(id)) throw unknownName('model', id, ids);
  return readCard(cardOf(id));
}

function cardOf(id: string): string {
  return path.join(projectModels, id, 'card.json');
}
