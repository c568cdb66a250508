import { z } from 'zod';
import { verifiedParts } from '../base/learned-report.js';
import { metricFacts } from '../results/metric-facts.js';
import {
  boardCurve,
  type comparison,
  type curveSpeed,
  type frontMark,
  type matchedPairs,
  reference,
} from './curve-schema.js';
import { estimateRow } from './estimate-schema.js';
import { count, identity, interval } from './schema-parts.js';
import { warning } from './warning-schema.js';

/** Version of the leaderboard's format. */
export const leaderboardSchema = 5;

const coverage = {
  /** Images that the figures of the row are made from: n of n/N. */
  images: count,
  /** Whether those are all images of the group, and any. Only complete rows may be ranked. */
  complete: z.boolean(),
  /** Images whose last job failed. */
  failed: count,
};

const metricMean = z.object({
  /** Version of the metric; values of other versions count as missing. */
  version: z.string(),
  /** Arithmetic mean over `n` images, or null where there is none. */
  mean: z.number().nullable(),
  n: count,
  /** Images without any difference to report (infinite), which no mean can hold. */
  exact: count,
});

const perDirection = z.object({ encode: z.number(), decode: z.number() });
const countPerDirection = z.object({ encode: count, decode: count });

/** What the records of a learned codec tell beside their bytes. */
const learnedRow = z.object({
  /** Several are joined by a comma. */
  model: z.string(),
  coder: z.string(),
  /** What was compared of a model from elsewhere, the least that a record tells; absent of others. */
  verified: z.enum(verifiedParts).optional(),
  /** Of the parts that each direction needs; a part that both need counts in both. */
  parameters: countPerDirection,
  fileBytes: countPerDirection,
  /** Multiply-accumulates per pixel, mean over the images. */
  macsPerPixel: perDirection,
  /** Mean bytes of the entropy-coded part of a file. */
  payloadBytes: z.number(),
  /** Mean ideal code length under the model's own distributions; null where an image has none. */
  estimatedBits: z.number().nullable(),
  /** Bits of all payloads over all estimates, less 1: what the entropy coder loses. */
  gap: z.number().nullable(),
});

const rdRow = z.object({
  ...identity,
  ...coverage,
  /** Images whose decoded samples are all equal to the original's. */
  exact: count,
  /** Images that lost their alpha, and others whose alpha is not the original's; absent where none. */
  alpha: z.object({ lost: count, differs: count }).optional(),
  /** Images whose files are damaged and were taken all the same; absent where there are none. */
  damaged: count.optional(),
  /** Sum over the images. */
  bytes: count,
  /** Mean of the images' bits per pixel. */
  bpp: z.number().nullable(),
  /** All bits over all pixels; differs from `bpp` where the images differ in size. */
  bppPooled: z.number().nullable(),
  /** Sum of the JPEG files that were coded; null of codecs of pictures. */
  sourceBytes: count.nullable(),
  /** 1 less the geometric mean of each file's `bytes` over those of its JPEG; null as above. */
  saving: z.number().nullable(),
  metrics: z.record(z.string(), metricMean),
  /** Null of codecs that are not learned. */
  learned: learnedRow.nullable(),
});

const rdGroup = z.object({
  dataset: z.string(),
  crop: z.string().nullable(),
  /** N of n/N: images that at least one row has. */
  images: count,
  /**
   * Every image, also where no row has it whole, with its class: `photograph`, `screen`, or one of the
   * user's own, null where that is not known. Absent where no class is known.
   */
  pictures: z
    .array(z.object({ image: z.string(), imageSha256: z.string(), content: z.string().nullable() }))
    .optional(),
  rows: z.array(rdRow),
  /** Label of the curve that the others are compared with, or null where the group has none. */
  anchor: z.string().nullable(),
  /** Its place in `curves`: of several versions of an engine it tells which. */
  anchorCurve: count.nullable(),
  curves: z.array(boardCurve),
  /** Sorted by label. */
  references: z.array(reference),
});

/** Encode or decode of one row: seconds of one image, unless said. */
const direction = z.object({
  samples: count,
  medianSeconds: z.number(),
  meanSeconds: z.number(),
  /** Upper less lower quartile. */
  iqrSeconds: z.number(),
  p95Seconds: z.number(),
  /** Pixels of all images over the sum of each image's median seconds, in millions a second. */
  megapixelsPerSecond: z.number().nullable(),
  /** Bootstrap interval of it over passes: how well this run knows it for these images. */
  interval: interval.nullable(),
  /** The same over images and passes: what other pictures of the kind might have given. */
  imageInterval: interval.nullable(),
  /** `megapixelsPerSecond` as on the reference machine; null where the testbed has no calibration. */
  normalised: z.number().nullable(),
  /** CPU seconds of the whole process over wall seconds; above 1 where threads ran beside. */
  cpuPerWall: z.number().nullable(),
  stages: z.record(
    z.string(),
    z.object({
      /** Of the total of all samples, 0..1. */
      share: z.number().nullable(),
      medianSeconds: z.number(),
      meanSeconds: z.number(),
    }),
  ),
  /** What a command line says it took itself, without its start and its files. */
  reported: z
    .object({ medianSeconds: z.number(), megapixelsPerSecond: z.number().nullable() })
    .optional(),
});

const timingRow = z.object({
  ...identity,
  ...coverage,
  /** Passes of the image that has fewest. */
  passes: count,
  /** Median over the records. */
  setupSeconds: z.number().nullable(),
  /** Greatest resident bytes of a fresh process, and those before; of the image that needed most. */
  peakBytes: z.object({ encode: count, decode: count, idle: count, image: z.string() }).nullable(),
  encode: direction.nullable(),
  decode: direction.nullable(),
  warnings: z.array(warning),
});

const timingGroup = z.object({
  testbed: z.string(),
  dataset: z.string(),
  crop: z.string().nullable(),
  threads: z.int().positive(),
  images: count,
  rows: z.array(timingRow),
});

const difference = z.object({ difference: z.number(), low: z.number(), high: z.number() });

const testbed = z.object({
  id: z.string(),
  /** Null where the testbed's description is missing. */
  machine: z
    .object({
      cpu: z.string(),
      arch: z.string(),
      cores: z.int().positive(),
      memoryBytes: z.int().positive().nullable(),
      features: z.array(z.string()),
      governor: z.string().nullable(),
      os: z.string(),
      node: z.string(),
    })
    .nullable(),
  /** One codec timed twice in one run: second over first, minus 1, with a 95 % interval. */
  noise: z.object({ spec: z.string(), encode: difference, decode: difference }).nullable(),
  /** Time of one run of the kernel that every testbed runs. */
  calibration: z
    .object({
      kernel: z.string(),
      version: z.number(),
      medianSeconds: z.number(),
      low: z.number(),
      high: z.number(),
      /** Seconds of the reference machine; null where this program knows none for the kernel. */
      referenceSeconds: z.number().nullable(),
    })
    .nullable(),
});

/** results/leaderboard.json: what the records come to. */
export const leaderboard = z.object({
  schema: z.literal(leaderboardSchema),
  /** The class of images that all of it is of; absent where it is of all images. */
  content: z.string().optional(),
  records: z.object({ rd: count, timing: count, estimate: count }),
  bootstrap: z.object({ seed: count, resamples: count, level: z.number() }),
  /** Greatest difference in quality of a matched pair, as a share of the greater one. */
  matching: z.object({ tolerance: z.number() }),
  /** Significant digits that numbers are rounded to; whole numbers are left as they are. */
  digits: z.object({ rd: count, timing: count }),
  /** What tables and charts need to know of the metrics that the data sets hold, by id. */
  metrics: z.array(metricFacts),
  datasets: z.array(rdGroup),
  testbeds: z.array(testbed),
  timings: z.array(timingGroup),
  /**
   * Estimates of sizes beside the actual ones: first over all settings and sizes, then by both.
   */
  estimates: z.array(estimateRow),
});

export type MetricMean = z.infer<typeof metricMean>;
export type RdRow = z.infer<typeof rdRow>;
/** A group without its curves. */
export type RdMeans = Omit<
  RdGroup,
  'anchor' | 'anchorCurve' | 'curves' | 'references' | 'pictures'
>;
export type RdGroup = z.infer<typeof rdGroup>;
export type CurveSpeed = z.infer<typeof curveSpeed>;
export type FrontMark = z.infer<typeof frontMark>;
export type Comparison = z.infer<typeof comparison>;
export type MatchedPairs = z.infer<typeof matchedPairs>;
export type LearnedRow = z.infer<typeof learnedRow>;
export type Reference = z.infer<typeof reference>;
export type BoardCurve = z.infer<typeof boardCurve>;
export type Direction = z.infer<typeof direction>;
export type Warning = z.infer<typeof warning>;
export type TimingRow = z.infer<typeof timingRow>;
export type TimingGroup = z.infer<typeof timingGroup>;
export type Leaderboard = z.infer<typeof leaderboard>;
