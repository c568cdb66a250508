import { jsonOption } from './shared.js';

/** What `pareto datasets` takes. */
export const datasetsOptions = {
  json: jsonOption,
} as const;
