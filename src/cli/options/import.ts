import { jsonOption, resultsOption } from './shared.js';

/** What `pareto import` takes. */
export const importOptions = {
  file: {
    type: 'string',
    demandOption: true,
    describe:
      'A result file of CompressAI, a batch of codec-compare (JSON), or a table with a header (.csv, .tsv)',
  },
  dataset: { type: 'string', describe: 'Its data set  [as the file says; of CompressAI kodak]' },
  columns: {
    type: 'string',
    describe:
      'What columns of a table are: psnr=PSNR (dB),encodeMilliseconds=enc  [by their names]',
  },
  label: { type: 'string', describe: 'Name to show the curve by  [the file’s own]' },
  source: { type: 'string', describe: 'Where it was published  [as the file says]' },
  out: resultsOption,
  json: jsonOption,
} as const;
