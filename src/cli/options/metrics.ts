import { jsonOption } from './shared.js';

/** What `pareto metrics` takes. */
export const metricsOptions = {
  json: jsonOption,
} as const;
