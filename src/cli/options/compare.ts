import { jsonOption } from './shared.js';

/** What `pareto compare` takes. */
export const compareOptions = {
  before: {
    type: 'string',
    demandOption: true,
    describe: 'A: a folder of results, or FOLDER@VERSION for one version of the engines',
  },
  after: { type: 'string', describe: 'B: the same  [the folder of A, with --version-b]' },
  'version-a': { type: 'string', describe: 'Version of the engines that A is' },
  'version-b': { type: 'string', describe: 'Version of the engines that B is' },
  dataset: { type: 'string', describe: 'Only these data sets: names or globs, gb82-*' },
  metric: { type: 'string', describe: 'Only these metrics: psnr,ssimulacra2' },
  ignore: {
    type: 'string',
    describe: 'Settings that may differ between records that are compared: engine,effort',
  },
  'fail-on-regression': {
    type: 'boolean',
    default: false,
    describe: 'End with status 1 where something became worse for sure',
  },
  json: jsonOption,
} as const;
