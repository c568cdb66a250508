import {
  jobsOption,
  jsonOption,
  lenientOption,
  metricCommandOption,
  pluginOption,
  resultsOption,
  selectionOptions,
  testbedOption,
  workOptions,
} from './shared.js';

/** What `pareto pick` takes. */
export const pickOptions = {
  pictures: {
    type: 'string',
    demandOption: true,
    describe: 'A folder of pictures, a picture, or a data set',
  },
  at: {
    type: 'string',
    describe:
      'Quality that is wanted, a metric and a value: ssimulacra2=80, psnr=38, butteraugli=1.5',
  },
  codec: {
    type: 'string',
    describe:
      'Codecs to compare, with settings: jpeg,avif:speed=0+8  [jpeg, mozjpeg, webp, avif, jxl]',
  },
  plugin: pluginOption,
  'metric-command': metricCommandOption,
  'encode-speed': {
    type: 'string',
    describe: 'Only what encodes so many megapixels a second: ">5"',
  },
  'decode-speed': {
    type: 'string',
    describe: 'Only what decodes so many megapixels a second: ">50"',
  },
  memory: {
    type: 'string',
    describe: 'Only what takes so much memory: "<500M", "<2G"; a bare number is megabytes',
  },
  lossless: {
    type: 'boolean',
    default: false,
    describe: 'Only what gives every sample back; --at is not needed then',
  },
  alpha: { type: 'boolean', default: false, describe: 'Only what stores transparency' },
  browsers: {
    type: 'boolean',
    default: false,
    describe: 'Only formats that Chrome, Edge, Firefox and Safari show',
  },
  measure: {
    type: 'boolean',
    default: true,
    describe: 'Measure what is not known; --no-measure answers from stored results alone',
  },
  times: {
    type: 'boolean',
    default: true,
    describe: 'Time the settings that are found; --no-times is quicker',
  },
  anchor: {
    type: 'string',
    describe: 'Codec that savings are told against  [jpeg; with --lossless png]',
  },
  class: {
    type: 'string',
    describe: 'Only pictures of this class: photo, screen, or the name of a subfolder',
  },
  ...selectionOptions,
  jobs: jobsOption,
  passes: { type: 'number', default: 3, describe: 'Timed passes, after one to warm up' },
  testbed: testbedOption,
  out: resultsOption,
  ...workOptions,
  lenient: lenientOption,
  csv: { type: 'boolean', default: false, describe: 'Print CSV' },
  json: jsonOption,
} as const;
