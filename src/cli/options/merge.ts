import { jsonOption, resultsOption } from './shared.js';

/** What `pareto merge` takes. */
export const mergeOptions = {
  folders: { type: 'string', array: true, describe: 'Folders of results' },
  out: { ...resultsOption, describe: 'The folder that takes all of it, with what it holds' },
  json: jsonOption,
} as const;
