import { curveFormats, tableFormats } from '../../formats/names.js';
import { resultsOption } from './shared.js';

/** What `pareto export` takes. */
export const exportOptions = {
  format: {
    choices: [...tableFormats, ...curveFormats],
    describe:
      'csv and parquet: a row for each record; the others: a file for each curve  [by the ending of --to, else csv]',
  },
  kind: { choices: ['rd', 'timing'], default: 'rd', describe: 'Which records, of tables' },
  dataset: { type: 'string', describe: 'Only this data set' },
  testbed: { type: 'string', describe: 'Whose times stand beside the curves  [the only one]' },
  out: resultsOption,
  to: { type: 'string', describe: 'File, or folder of curves, to write  [standard output]' },
} as const;
