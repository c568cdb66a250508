import { codecNames } from '../../codecs/table.js';
import { measures, sweepDefaults } from '../../sweeps/defaults.js';
import { readConfig } from '../read-config.js';
import {
  jobsOption,
  jsonOption,
  lenientOption,
  metricChoices,
  metricCommandOption,
  pluginOption,
  queueOption,
  resultsOption,
  selectionOptions,
  shardOption,
  testbedOption,
  workOptions,
} from './shared.js';

const { measure, ...defaults } = sweepDefaults;

/** What `pareto sweep` takes, on the command line and in a file of `--config`. */
export const sweepFileOptions = {
  codec: {
    type: 'string',
    demandOption: true,
    describe: `Codecs with settings: jpeg,avif:speed=0+10,quality=30. Of ${codecNames.join(', ')}, and cli:my-codec.json`,
  },
  plugin: pluginOption,
  dataset: {
    type: 'string',
    default: defaults.dataset,
    describe: 'Data sets: ids, folders of images, or images, comma separated',
  },
  metrics: {
    type: 'string',
    describe: `${metricChoices}; if not given ${defaults.metrics} and your own`,
  },
  'metric-command': metricCommandOption,
  measure: {
    type: 'string',
    default: measure.join(),
    describe: `What to measure: a list of ${measures.join(', ')}`,
  },
  quality: {
    type: 'string',
    describe:
      'Values of the setting quality instead of each codec’s own grid: 30,60,90; other rate knobs as in jpeg2000:ratio=20+50',
  },
  ...selectionOptions,
  shard: shardOption,
  crop: {
    type: 'string',
    describe: 'Centre crop WxH, or none  [none; for timing 512x512]',
  },
  jobs: jobsOption,
  threads: {
    type: 'number',
    default: defaults.threads,
    describe: 'Threads inside a codec while it is timed',
  },
  passes: {
    type: 'number',
    default: defaults.passes,
    describe: 'Timed passes, after one to warm up',
  },
  seed: { type: 'number', default: defaults.seed, describe: 'Seed of the order of the jobs' },
  testbed: {
    ...testbedOption,
    describe: `${testbedOption.describe}; with --queue those that are to time, comma separated`,
  },
  queue: queueOption,
  out: resultsOption,
  maps: {
    type: 'boolean',
    default: false,
    describe: 'Keep error maps as PNG beside the bitstreams in the cache',
  },
  table: {
    type: 'string',
    default: 'best',
    choices: ['best', 'all'],
    describe:
      'What is printed at the end: best, who takes the fewest bits by how much, or all rows of means and times',
  },
  'dry-run': {
    type: 'boolean',
    default: false,
    describe: 'Print the plan, and how long it will take, and stop',
  },
  rescore: {
    type: 'boolean',
    default: false,
    describe: 'Compute the metrics anew, from the kept bitstreams',
  },
  force: { type: 'boolean', default: false, describe: 'Measure all anew' },
  'max-failures': {
    type: 'number',
    default: defaults.maxFailures,
    describe: 'Share of failed jobs above which the sweep ends',
  },
  ...workOptions,
  lenient: lenientOption,
  json: jsonOption,
} as const;

/** What `pareto sweep` takes. */
export const sweepOptions = {
  config: {
    type: 'string',
    config: true,
    configParser: (file: string) => readConfig(file, sweepFileOptions),
    describe: 'A JSON file of these options by their names; what stands on the command line counts',
  },
  ...sweepFileOptions,
} as const;
