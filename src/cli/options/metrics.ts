import { jsonOption, metricCommandOption, pluginOption } from './shared.js';

/** What `pareto metrics` takes. */
export const metricsOptions = {
  plugin: pluginOption,
  'metric-command': metricCommandOption,
  json: jsonOption,
} as const;
