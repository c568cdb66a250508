import {
  curveFormats,
  exporterOf,
  type Format,
  formats,
  tableFormats,
} from '../../formats/exporters.js';
import { recordKinds } from '../../results/record-kinds.js';
import { resultsOption } from './shared.js';

const titles = (some: readonly Format[]): string =>
  some.map((format) => exporterOf(format).title).join(', ');

/** What `pareto export` takes. */
export const exportOptions = {
  format: {
    choices: formats,
    describe: `A table with a row for each record: ${titles(tableFormats)}; or a folder with a file for each curve: ${titles(curveFormats)}  [by the ending of --to, else ${tableFormats[0]}]`,
  },
  kind: { choices: recordKinds, default: 'rd', describe: 'Which records, of tables' },
  dataset: { type: 'string', describe: 'Only these data sets: names or globs, gb82-*' },
  testbed: { type: 'string', describe: 'Whose times stand beside the curves  [the only one]' },
  out: resultsOption,
  to: { type: 'string', describe: 'File, or folder of curves, to write  [standard output]' },
} as const;
