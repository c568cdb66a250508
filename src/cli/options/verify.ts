import { metrics } from '../../metrics/registry.js';
import { jsonOption } from './shared.js';

/** What `pareto verify` takes. */
export const verifyOptions = {
  metrics: {
    type: 'string',
    default: 'all',
    describe: `all, or a list of ${metrics.names.join(', ')}`,
  },
  strict: {
    type: 'boolean',
    default: false,
    describe: 'Fail also where a picture or a model is not at hand',
  },
  json: jsonOption,
} as const;
