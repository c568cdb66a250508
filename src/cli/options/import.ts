import { jsonOption, resultsOption } from './shared.js';

/** What `pareto import` takes. */
export const importOptions = {
  file: { type: 'string', demandOption: true, describe: 'A result file of CompressAI (JSON)' },
  dataset: { type: 'string', describe: 'Its data set  [as the file says, or kodak]' },
  label: { type: 'string', describe: 'Name to show the curve by  [the file’s own]' },
  source: { type: 'string', describe: 'Where it was published  [as the file says]' },
  out: resultsOption,
  json: jsonOption,
} as const;
