import { codecNames } from '../../codecs/table.js';
import { estimateDefaults } from '../../estimate/defaults.js';
import { estimators } from '../../estimate/registry.js';
import {
  jobsOption,
  jsonOption,
  lenientOption,
  maxPixelsOption,
  memoryOption,
  pixelsPerByteOption,
  pluginOption,
  selectionOptions,
  shardOption,
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
    describe:
      'Values of the setting quality: 40,60,80  [each codec’s default; 40,60,80 to compare and calibrate]',
  },
  dataset: { type: 'string', describe: 'Data sets: ids, folders of images, comma separated' },
  limit: selectionOptions.limit,
  shard: { ...shardOption, describe: `With --compare: ${shardOption.describe}` },
  estimator: {
    type: 'string',
    describe: `How sizes are told: auto, which chooses, or one of ${estimators.names.join(', ')}; with --compare a list  [auto; with --compare all]`,
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
  compare: {
    type: 'boolean',
    default: false,
    describe: 'Compare estimates with actual sizes on data sets; what is measured is kept',
  },
  table: {
    type: 'string',
    default: 'class',
    choices: ['class', 'quality', 'megapixels', 'all'],
    describe: 'Rows of the table of --compare, beside estimator, codec and class of content',
  },
  jobs: jobsOption,
  'dry-run': {
    type: 'boolean',
    default: false,
    describe: 'With --compare: print what would be measured and stop',
  },
  force: { type: 'boolean', default: false, describe: 'With --compare: make all estimates anew' },
  csv: { type: 'boolean', default: false, describe: 'With --compare: print CSV' },
  calibrate: {
    type: 'boolean',
    default: false,
    describe: 'Fit the constants on these pictures, which are encoded whole, and write them',
  },
  out: {
    type: 'string',
    describe:
      'Folder of results of --compare  [results], or the file that --calibrate writes  [calibration.json]',
  },
  calibration: { type: 'string', describe: 'Calibration file in place of the one that is shipped' },
  plugin: pluginOption,
  'max-pixels': maxPixelsOption,
  'max-pixels-per-byte': pixelsPerByteOption,
  'max-memory': memoryOption('work on an answer', 'three quarters of what is available'),
  lenient: lenientOption,
  json: jsonOption,
} as const;
