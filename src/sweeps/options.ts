import { z } from 'zod';
import { positive, readOptions, text, texts, whole, yes } from '../base/options.js';
import { measures, sweepDefaults } from './defaults.js';

const listOf = (example: string) => `a list such as ${example}, as text or as an array`;
const codecList = listOf('jpeg,avif:speed=9');
const metricList = listOf('psnr,ssim');

/** The options of a sweep, each with its check and default. */
export const sweepOptions = z.strictObject({
  /** Codecs with settings, in the list form: `jpeg,avif:speed=0+10,quality=30`. */
  codecs: z.union([text(codecList), texts(codecList)], codecList).transform(joined),
  /** Files of the user's own codecs and metrics: plugins, and recipes of codecs. */
  plugins: texts('an array of files').default([]),
  /** The user's own metrics by command lines, with the recipe of each: `vmaf:recipe.json`. */
  metricCommands: texts('an array such as vmaf:recipe.json').default([]),
  /** Id of a data set, or path of a folder or an image. */
  dataset: text('a data set, a folder of images, or an image').default(sweepDefaults.dataset),
  /** `rd` for rate and distortion, `timing` for time and memory. */
  measure: z
    .array(z.enum(measures, `some of ${measures.join(', ')}`), `some of ${measures.join(', ')}`)
    .min(1, `some of ${measures.join(', ')}`)
    .default(sweepDefaults.measure),
  /**
   * Metrics; `all`, or `available` for those that can be computed here. If not given psnr, ssim,
   * lpips-alex where onnxruntime-node is here, and those of the user's own.
   */
  metrics: z
    .union([text(metricList), texts(metricList)], metricList)
    .transform(joined)
    .optional(),
  /** Keep the metrics' error maps beside the bitstreams, in the cache. */
  maps: yes.default(sweepDefaults.maps),
  /**
   * Values of the setting `quality`, instead of the codecs' own grids; each codec has its own scale.
   * Other rate knobs are given with the codec, as in `CODEC:ratio=20+50`.
   */
  quality: z
    .array(z.number('an array of numbers'), 'an array of numbers')
    .min(1, 'an array of numbers')
    .optional(),
  /** Names of images, or patterns with * and ?; all if not given. */
  images: texts('an array of names or patterns').optional(),
  /** Only the first so many images. */
  limit: whole(1).optional(),
  /**
   * Only one part of the pictures, `3/8` for the third of eight: all that is measured of a picture lies
   * in one part, which depends on its content alone. `merge` joins what the parts have measured.
   */
  shard: text('a part of a whole, such as 3/8').optional(),
  /** Centre crop `WxH`, or `none`; if not given none in rate-distortion and 512x512 in timing. */
  crop: text('a size such as 512x512, or none').optional(),
  /** Worker processes for rate-distortion. */
  jobs: whole(1).default(sweepDefaults.jobs),
  /** Threads inside the codecs while they are timed. */
  threads: whole(1).default(sweepDefaults.threads),
  /** Timed passes, after one to warm up. */
  passes: whole(1).default(sweepDefaults.passes),
  /** Seed of the order of the jobs. */
  seed: whole(0, 2 ** 31).default(sweepDefaults.seed),
  /** Folder of results. */
  out: text('a folder').default(sweepDefaults.out),
  /** Name of this machine; from its processor if not given. */
  testbed: text('a name').optional(),
  /** Compute the metrics anew, from the kept bitstreams. */
  rescore: yes.default(sweepDefaults.rescore),
  /** Measure all anew. */
  force: yes.default(sweepDefaults.force),
  /** Seconds that encode, decode and metrics of one image may take. */
  timeLimitSeconds: whole(1, 2_000_000).default(sweepDefaults.timeLimitSeconds),
  /** Share of failed jobs above which the sweep ends. */
  maxFailures: z
    .number('a share from 0 to 1')
    .min(0, 'a share from 0 to 1')
    .max(1, 'a share from 0 to 1')
    .default(sweepDefaults.maxFailures),
  /** Pictures with more pixels are refused. */
  maxPixels: whole(1).default(sweepDefaults.maxPixels),
  /** Pictures of more than 16,777,216 pixels are refused too where they have more for each byte of their file. */
  maxPixelsPerByte: positive.default(sweepDefaults.maxPixelsPerByte),
  /**
   * Bytes of memory that all workers together may take; three quarters of what is available if not
   * given. A job that takes more than its worker's part is tried again alone.
   */
  maxMemoryBytes: whole(256_000_000).optional(),
  /** Take what can be decoded of pictures whose files are damaged, with a warning and a mark. */
  lenient: yes.default(sweepDefaults.lenient),
});

/** What a sweep is told; all but `codecs` have defaults. */
export type SweepOptions = z.input<typeof sweepOptions>;

/** The same in full. */
export type FullSweepOptions = Readonly<z.output<typeof sweepOptions>>;

/**
 * Checks what a sweep is told and fills in the defaults.
 * @throws UsageError of code `wrong-option` or `unknown-name`
 */
export function readSweepOptions(options: SweepOptions): FullSweepOptions {
  return readOptions('sweep', sweepOptions, options, [...listenerOptions, 'executor']);
}

/** What listens to a sweep and ends it, which is no option of it but stands beside them. */
export const listenerOptions = ['onProgress', 'onWarning', 'signal', 'stop'];

function joined(items: string | readonly string[]): string {
  return typeof items === 'string' ? items : items.join(',');
}
