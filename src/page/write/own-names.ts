import path from 'node:path';
import { codecNames } from '../../codecs/table.js';
import { knowsDataset } from '../../datasets/catalogue.js';
import type { Leaderboard } from '../../leaderboard/schema.js';
import { metrics } from '../../metrics/registry.js';
import type { PageIndex } from '../model/contract.js';

/** What of a leaderboard the program does not know by its name. */
export function ownNames({ datasets, timings, metrics: held }: Leaderboard): PageIndex['own'] {
  const curves = datasets.flatMap((group) => group.curves);
  const own = curves.filter(({ codec }) => !codecNames.includes(codec));
  const files = new Map(
    own.map(({ codec, engine }) => [
      codec,
      `path/to/${codec}.${engine.runtime === 'cli' ? 'json' : 'js'}`,
    ]),
  );
  const ids = [...datasets, ...timings].map(({ dataset }) => dataset);
  return {
    codecs: [...files].map(([id, file]) => ({ id, file })),
    metrics: held.map(({ id }) => id).filter((id) => !metrics.names.includes(id)),
    datasets: [...new Set(ids)].filter((id) => !knowsDataset(id)),
  };
}

/**
 * A folder of results as a command may name it. A page can be given to others: where the folder is
 * not below the current one, its name alone is told.
 */
export function folderName(results: string): string {
  const way = path.relative('.', results);
  const isBelow = way !== '' && way.split(path.sep)[0] !== '..' && !path.isAbsolute(way);
  return isBelow
    ? way.split(path.sep).join('/')
    : `path/to/${path.basename(path.resolve(results))}`;
}
