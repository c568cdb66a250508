import { listDatasets } from '../datasets/catalogue.js';
import type { ArgumentsOf } from './command.js';
import type { datasetsOptions } from './options/datasets.js';
import { formatTable, print, printJson, tableWithNotes } from './output.js';

/** Lists the data sets and where their files are. */
export async function datasetsCommand({
  json,
}: ArgumentsOf<typeof datasetsOptions>): Promise<void> {
  const datasets = await listDatasets();
  if (json) {
    printJson(datasets);
    return;
  }
  const rows = datasets.map(({ id, images, bytes, licence, missing }) => [
    id,
    String(images),
    (bytes / 1e6).toFixed(1),
    missing === 0 ? 'yes' : 'no',
    licence,
  ]);
  const notes = datasets.map(({ id, title, missing, folders }) => {
    const where = `${missing} files missing; a sweep downloads them`;
    return [id, `${title}; ${missing === 0 ? folders.join(', ') : where}`] as const;
  });
  const table = formatTable(['data set', 'images', 'MB', 'here', 'licence'], rows);
  print(tableWithNotes(table, notes));
  print('\nAny folder of images is a data set too: --dataset ./photos');
}
