import { jsonOption, resultsOption } from './shared.js';

/** What `pareto compact` takes. */
export const compactOptions = {
  out: { ...resultsOption, describe: 'The folder of results whose records are packed' },
  json: jsonOption,
} as const;
