import { listDatasets } from '../datasets/catalogue.js';
import type { ArgumentsOf } from './command.js';
import type { datasetsOptions } from './options/datasets.js';
import { formatTable, print, printJson } from './output.js';

/** Lists the data sets and where their files are. */
export async function datasetsCommand({
  json,
}: ArgumentsOf<typeof datasetsOptions>): Promise<void> {
  const datasets = await listDatasets();
  if (json) {
    printJson(datasets);
    return;
  }
  const rows = datasets.map(({ id, title, images, bytes, licence, missing, folders }) => [
    id,
    title,
    String(images),
    (bytes / 1e6).toFixed(1),
    licence,
    missing === 0 ? folders.join(', ') : `${missing} files missing; a sweep downloads them`,
  ]);
  print(formatTable(['data set', 'title', 'images', 'MB', 'licence', 'where'], rows));
  print('\nAny folder of images is a data set too: --dataset ./photos');
}
