import { defaultPixelsPerByte } from '../../image/plausible.js';
import { defaultMaxPixels } from '../../image/raster.js';
import { metrics } from '../../metrics/registry.js';
import { sweepDefaults } from '../../sweeps/defaults.js';

// Options that several commands have.

export const jsonOption = { type: 'boolean', default: false, describe: 'Print JSON' } as const;

export const resultsOption = {
  type: 'string',
  default: 'results',
  describe: 'Folder of results',
} as const;

export const pluginOption = {
  type: 'string',
  describe:
    'Files of your own codecs and metrics: a plugin (.js) or a recipe of a codec (.json), comma separated',
} as const;

export const metricCommandOption = {
  type: 'string',
  describe: 'Your own metrics by command lines, with the recipe of each: vmaf:recipe.json,…',
} as const;

export const maxPixelsOption = {
  type: 'number',
  default: defaultMaxPixels,
  describe: 'Refuse pictures with more pixels',
} as const;

export const pixelsPerByteOption = {
  type: 'number',
  default: defaultPixelsPerByte,
  describe:
    'Refuse pictures of more than 16,777,216 pixels that have more pixels for each byte of their file',
} as const;

/** An option that says how much memory something may take, see `memoryOf`. */
export const memoryOption = (what: string, unlessGiven: string) =>
  ({
    type: 'string',
    describe: `Memory that ${what} may take: 2G, 800M; a bare number is megabytes  [${unlessGiven}]`,
  }) as const;

/** What one file may take, of commands that read one or two. */
export const readingOptions = {
  'max-pixels': maxPixelsOption,
  'max-pixels-per-byte': pixelsPerByteOption,
  'max-memory': memoryOption(
    'decoding a file',
    'below 1G for a file below 1 MB, more for larger ones',
  ),
  'time-limit': { type: 'number', describe: 'Seconds that decoding a file may take  [300]' },
} as const;

/** Which pictures of a data set are taken. */
export const selectionOptions = {
  images: { type: 'string', describe: 'Only these images: names or globs, kodim0*' },
  limit: { type: 'number', describe: 'Only the first so many images of a data set' },
} as const;

/** Which part of the pictures, where several machines share the work. */
export const shardOption = {
  type: 'string',
  describe: 'Only one part of the pictures: 3/8, the third of eight; merge joins the parts',
} as const;

export const jobsOption = {
  type: 'number',
  default: sweepDefaults.jobs,
  describe: 'Worker processes for what is not timed',
} as const;

export const queueOption = {
  type: 'string',
  describe:
    'Have other machines work: a Redis server, redis://host:6379, or rediss:// for TLS; password by PARETO_REDIS_PASSWORD',
} as const;

export const testbedOption = {
  type: 'string',
  describe: 'Name of this machine  [from its processor]',
} as const;

/** Bounds of work on many pictures. */
export const workOptions = {
  'time-limit': {
    type: 'number',
    default: sweepDefaults.timeLimitSeconds,
    describe: 'Seconds that encode, decode and metrics of one image may take',
  },
  'max-pixels': maxPixelsOption,
  'max-pixels-per-byte': pixelsPerByteOption,
  'max-memory': memoryOption('all workers together', 'three quarters of what is available'),
} as const;

export const lenientOption = {
  type: 'boolean',
  default: false,
  describe: 'Take what can be decoded of damaged files, with a warning',
} as const;

/** Options of a command that codes one picture. */
export const codingOptions = {
  plugin: pluginOption,
  threads: { type: 'number', default: 1, describe: 'Threads inside the codec' },
  ...readingOptions,
  lenient: lenientOption,
  json: jsonOption,
} as const;

/** What `--metrics` takes. */
export const metricChoices = `all, available (those whose models are here), or a list of ${metrics.names.join(', ')}`;
