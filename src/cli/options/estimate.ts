import { codecNames } from '../../codecs/table.js';
import { estimateDefaults } from '../../estimate/defaults.js';
import { estimators } from '../../estimate/registry.js';
import {
  jsonOption,
  lenientOption,
  maxPixelsOption,
  pixelsPerByteOption,
  pluginOption,
} from './shared.js';

/** What `pareto estimate` takes. */
export const estimateOptions = {
  pictures: { type: 'string', array: true, describe: 'Image files, and folders of them' },
  codec: {
    type: 'string',
    default: 'jpeg,webp,avif,jxl',
    describe: `Codecs with settings: avif:speed=8,jxl. Of ${codecNames.join(', ')}, and cli:my-codec.json`,
  },
  quality: {
    type: 'string',
    describe: 'Values of the setting quality: 40,60,80; if not given each codec’s default',
  },
  dataset: { type: 'string', describe: 'Data sets: ids, folders of images, comma separated' },
  limit: { type: 'number', describe: 'Only the first so many images of a data set' },
  estimator: {
    type: 'string',
    default: estimateDefaults.estimator,
    choices: ['auto', ...estimators.names],
    describe: 'How sizes are told; auto chooses',
  },
  'time-budget': {
    type: 'number',
    default: estimateDefaults.timeBudgetSeconds,
    describe: 'Seconds: an encode that is expected to take no more is simply done',
  },
  'time-limit': {
    type: 'number',
    default: estimateDefaults.timeLimitSeconds,
    describe: 'Seconds after which work on an answer is ended',
  },
  seed: { type: 'number', default: estimateDefaults.seed, describe: 'Seed of the draw of tiles' },
  'sample-width': {
    type: 'number',
    default: estimateDefaults.sampleWidth,
    describe: 'Width of the sample of downscale',
  },
  calibrate: {
    type: 'boolean',
    default: false,
    describe: 'Fit the constants on these pictures, which are encoded whole, and write them',
  },
  out: {
    type: 'string',
    default: 'calibration.json',
    describe: 'The calibration file that --calibrate writes; what is measured is kept beside it',
  },
  calibration: { type: 'string', describe: 'Calibration file in place of the one that is shipped' },
  plugin: pluginOption,
  'max-pixels': maxPixelsOption,
  'max-pixels-per-byte': pixelsPerByteOption,
  'max-memory': {
    type: 'number',
    describe: 'Megabytes that work on an answer may take  [three quarters of what there is]',
  },
  lenient: lenientOption,
  json: jsonOption,
} as const;
