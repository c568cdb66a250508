import { listDatasets } from '../datasets/catalogue.js';
import { createCommand } from './command.js';
import { formatTable, print, printJson } from './output.js';

const options = {
  json: { type: 'boolean', default: false, describe: 'Print JSON' },
} as const;

export const datasetsCommand = createCommand(
  'datasets',
  'List the data sets and where their files are',
  options,
  async ({ json }) => {
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
  },
);
