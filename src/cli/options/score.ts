import {
  jsonOption,
  lenientOption,
  metricChoices,
  metricCommandOption,
  pluginOption,
  readingOptions,
} from './shared.js';

/** What `pareto score` takes. */
export const scoreOptions = {
  original: { type: 'string', demandOption: true, describe: 'The original, an image file' },
  decoded: { type: 'string', demandOption: true, describe: 'The picture that is compared with it' },
  metrics: {
    type: 'string',
    default: 'available',
    describe: metricChoices,
  },
  plugin: pluginOption,
  'metric-command': metricCommandOption,
  maps: { type: 'string', describe: 'Folder that gets the error maps, as PNG' },
  ...readingOptions,
  lenient: lenientOption,
  json: jsonOption,
} as const;
