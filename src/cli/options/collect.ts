import { maxPixelsOption, resultsOption, selectionOptions } from './shared.js';

/** What `pareto collect` takes. */
export const collectOptions = {
  codec: {
    type: 'string',
    default:
      'qoi,jpegls,jpeg2000:ratio=10+20+40,htj2k,jxl:engine=jsquash,effort=3,quality=50+75+90,' +
      'webp:engine=wasm,quality=50+75+90,avif:engine=wasm,speed=8,quality=40+60+80,' +
      'browser-jpeg:quality=50+75+90,browser-webp:quality=50+75+90,browser-png',
    describe: 'Codecs with settings, of those that run in a page (docs/browser.md)',
  },
  dataset: { type: 'string', default: 'sample', describe: 'A data set, a folder, or an image' },
  ...selectionOptions,
  crop: { type: 'string', default: '512x512', describe: 'Centre crop WxH, or none' },
  metrics: {
    type: 'string',
    default: 'psnr,ssim,ssimulacra2',
    describe: 'Metrics, of those whose kernels run in a page',
  },
  measure: { type: 'string', default: 'rd,timing', describe: 'What to measure: rd, timing' },
  passes: { type: 'number', default: 5, describe: 'Timed passes, after one to warm up' },
  seed: { type: 'number', default: 1, describe: 'Seed of the order of the passes' },
  'time-limit': {
    type: 'number',
    default: 300,
    describe: 'Seconds that encode, decode and metrics of one image may take',
  },
  'max-pixels': maxPixelsOption,
  out: resultsOption,
  port: { type: 'number', default: 0, describe: 'Port to serve on  [any that is free]' },
  lan: {
    type: 'boolean',
    default: false,
    describe: 'Serve other machines of the network too, such as phones: nothing is encrypted',
  },
} as const;
