import { defaultMaxPixels } from '../image/raster.js';
import { metrics } from '../metrics/registry.js';

// Options that several commands have.

export const maxPixelsOption = {
  type: 'number',
  default: defaultMaxPixels,
  describe: 'Refuse pictures with more pixels',
} as const;

/** What `--metrics` takes. */
export const metricChoices = `all, available (those whose models are here), or a list of ${metrics.names.join(', ')}`;
