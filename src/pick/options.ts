import { z } from 'zod';
import { parseByteSize } from '../base/byte-size.js';
import { UsageError, wrongOption } from '../base/errors.js';
import { readOptions } from '../base/options.js';
import { listenerOptions, sweepOptions } from '../sweeps/options.js';
import { type Limit, readLimit } from './limit.js';
import { readTarget, type Target } from './target.js';

/** What is compared where no codecs are named. */
export const pickDefaults = {
  codecs: 'jpeg,mozjpeg,webp,avif,jxl',
  losslessCodecs: 'png,webp:lossless=true,avif:lossless=true,jxl:lossless=true',
  anchor: 'jpeg',
  losslessAnchor: 'png',
  passes: 3,
} as const;

const flag = z.boolean('true or false').default(false);
const shared = sweepOptions.shape;
/** Megabytes of a size, which a bare number is. */
const megabytes = (text: string): number | null => {
  const bytes = parseByteSize(text, 1e6);
  return bytes === null ? null : bytes / 1e6;
};
const limit = (
  sign: '>=' | '<=',
  example: string,
  readAmount?: (text: string) => number | null,
) => {
  const expected = `a bound such as ${example}`;
  return z
    .union([z.string(expected), z.number(expected)], expected)
    .transform((given, context): Limit => {
      const read = readLimit(String(given), sign, readAmount);
      if (read !== null) return read;
      context.addIssue(expected);
      return z.NEVER;
    })
    .optional();
};

const pickOptions = z.strictObject({
  /** A folder of pictures, a picture, or the id of a data set. */
  dataset: shared.dataset.unwrap(),
  /** The quality that is wanted: `ssimulacra2=80`. Only with `lossless` it may be left out. */
  at: z.string('text such as ssimulacra2=80').optional(),
  /** Codecs with settings in the list form; the usual ones if not given. */
  codecs: shared.codecs.optional(),
  plugins: shared.plugins,
  metricCommands: shared.metricCommands,
  /** Megapixels a second of encode: `>5`. */
  encodeSpeed: limit('>=', '>5, in megapixels a second'),
  /** Megapixels a second of decode: `>50`. */
  decodeSpeed: limit('>=', '>50, in megapixels a second'),
  /** Memory of encode or decode, whichever takes more: `<2G`; a bare number is megabytes. */
  memory: limit('<=', '<500M or <2G', megabytes),
  /** Only what gives every sample back as it was. */
  lossless: flag,
  /** Only what stores transparency. */
  alpha: flag,
  /** Only formats that the usual browsers show. */
  browsers: flag,
  /** Measure what is not known yet; without it the answer is from stored results alone. */
  measure: z.boolean('true or false').default(true),
  /** Time the settings that are found. */
  times: z.boolean('true or false').default(true),
  /** Codec with which the sizes of the others are compared; `jpeg`, with `lossless` `png`. */
  anchor: z.string('a codec').min(1, 'a codec').optional(),
  /** Only pictures of this class: `photo`, `screen`, the name of a subfolder. */
  class: z.string('the name of a class').min(1, 'the name of a class').optional(),
  images: shared.images,
  limit: shared.limit,
  jobs: shared.jobs,
  seed: shared.seed,
  /** Timed passes, after one to warm up. */
  passes: shared.passes.unwrap().default(pickDefaults.passes),
  testbed: shared.testbed,
  out: shared.out,
  timeLimitSeconds: shared.timeLimitSeconds,
  maxPixels: shared.maxPixels,
  maxPixelsPerByte: shared.maxPixelsPerByte,
  maxMemoryBytes: shared.maxMemoryBytes,
  lenient: shared.lenient,
});

/** What `pick` is told; all but `dataset` and `at` have defaults. */
export type PickOptions = z.input<typeof pickOptions>;

/** The same in full. */
export type FullPickOptions = Readonly<
  Omit<z.output<typeof pickOptions>, 'at' | 'codecs' | 'anchor'>
> & {
  readonly target: Target;
  /** Null where none are named. */
  readonly codecs: string | null;
  readonly anchor: string;
};

/**
 * Checks what `pick` is told and fills in the defaults.
 * @throws UsageError
 */
export function readPickOptions(given: PickOptions): FullPickOptions {
  const { at, codecs, anchor, ...options } = readOptions(
    'pick',
    pickOptions,
    given,
    listenerOptions,
  );
  const { lossless } = options;
  if (at === undefined && !lossless) {
    throw new UsageError(
      'at is not given: which quality is wanted? a metric and a value, such as ssimulacra2=80; 90 can hardly be told from the original, 70 is good for the web',
      { code: 'wrong-option', data: { option: 'at' } },
    );
  }
  if (!options.times && options.measure && (options.encodeSpeed || options.decodeSpeed)) {
    throw wrongOption('times', 'true where a speed is asked for', false);
  }
  return {
    ...options,
    // The sum of squares tells at once whether every sample is as it was.
    target: at === undefined ? { metric: 'psnr', value: null } : readTarget(at),
    codecs: codecs ?? null,
    anchor: anchor ?? (lossless ? pickDefaults.losslessAnchor : pickDefaults.anchor),
  };
}
