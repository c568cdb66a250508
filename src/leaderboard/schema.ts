import { z } from 'zod';

/** Version of the leaderboard's format. */
export const leaderboardSchema = 2;

const count = z.int().nonnegative();

/** What a row stands for: a codec with its settings, by one version of one engine. */
const identity = {
  codec: z.string(),
  /** The printed form of codec and settings. */
  spec: z.string(),
  settings: z.record(z.string(), z.union([z.number(), z.boolean(), z.string()])),
  engine: z.object({ name: z.string(), version: z.string(), runtime: z.string() }),
};

const coverage = {
  /** Images that the figures of the row are made from: n of n/N. */
  images: count,
  /** Whether those are all images of the group. Only complete rows may be ranked. */
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

const rdRow = z.object({
  ...identity,
  ...coverage,
  /** Images whose decoded samples are all equal to the original's. */
  exact: count,
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
});

const interval = z.object({ low: z.number(), high: z.number() });

/** How a curve compares with the anchor's by one metric. */
const comparison = z.object({
  metric: z.string(),
  /** BD-rate of the mean curves, in percent; negative is cheaper than the anchor. */
  percent: z.number().nullable(),
  /** Range of quality that both curves cover, as a share of what either covers. */
  overlap: z.number().nullable(),
  /** Why there is no `percent`, or what to mind about it. */
  reason: z.string().nullable(),
  /** BD-distortion of the mean curves, on the metric's quality scale. */
  distortion: z.number().nullable(),
  /** Mean of the images' own BD-rates, with a bootstrap interval over images; n of `of` have one. */
  images: interval.extend({ percent: z.number(), n: count, of: count }).nullable(),
});

const byValue = z.record(z.string(), z.record(z.string(), z.number().nullable()));

/** Rows that differ in the rate knob alone. */
const curveStanding = z.object({
  /** The printed form of codec and settings without the knob. */
  label: z.string(),
  codec: z.string(),
  engine: identity.engine,
  knob: z.string().nullable(),
  /** `spec` of its rows, from the lowest rate on. */
  points: z.array(z.string()),
  /** Whether every point has all images of the group; else it is not to be ranked. */
  complete: z.boolean(),
  /** By metric, bits per pixel of the points that another point beats and of those on the hull. */
  marks: z.record(
    z.string(),
    z.object({ dominated: z.array(z.number()), hull: z.array(z.number()) }),
  ),
  comparisons: z.array(comparison),
  /** Bits per pixel at fixed values of metrics; null outside what was measured. */
  bpp: byValue,
  /** Quality of each metric, on its scale, at fixed bits per pixel. */
  quality: byValue,
});

const rdGroup = z.object({
  dataset: z.string(),
  crop: z.string().nullable(),
  /** N of n/N: images that at least one row has. */
  images: count,
  rows: z.array(rdRow),
  /** Label of the curve that the others are compared with, or null where the group has none. */
  anchor: z.string().nullable(),
  curves: z.array(curveStanding),
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

/** Why a row of times is to be read with care. */
const warning = z.object({
  kind: z.enum(['few-passes', 'mixed-node', 'short-samples', 'no-interval', 'wide-interval']),
  text: z.string(),
});

const timingRow = z.object({
  ...identity,
  ...coverage,
  /** Passes of the image that has fewest. */
  passes: count,
  /** Median over the records. */
  setupSeconds: z.number().nullable(),
  /** Greatest resident bytes of a fresh process, and those before the call; the image's name. */
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
      memoryBytes: z.int().positive(),
      features: z.array(z.string()),
      governor: z.string().nullable(),
      os: z.string(),
      node: z.string(),
    })
    .nullable(),
  /** One codec timed twice in one run: second over first, minus 1, with a 95 % interval. */
  noise: z.object({ spec: z.string(), encode: difference, decode: difference }).nullable(),
});

/** results/leaderboard.json: what the records come to. */
export const leaderboard = z.object({
  schema: z.literal(leaderboardSchema),
  records: z.object({ rd: count, timing: count }),
  bootstrap: z.object({ seed: count, resamples: count, level: z.number() }),
  /** Significant digits that numbers are rounded to; whole numbers are left as they are. */
  digits: z.object({ rd: count, timing: count }),
  datasets: z.array(rdGroup),
  testbeds: z.array(testbed),
  timings: z.array(timingGroup),
});

export type MetricMean = z.infer<typeof metricMean>;
export type RdRow = z.infer<typeof rdRow>;
/** A group without its curves. */
export type RdMeans = Omit<RdGroup, 'anchor' | 'curves'>;
export type RdGroup = z.infer<typeof rdGroup>;
export type CurveStanding = z.infer<typeof curveStanding>;
export type Direction = z.infer<typeof direction>;
export type Warning = z.infer<typeof warning>;
export type TimingRow = z.infer<typeof timingRow>;
export type TimingGroup = z.infer<typeof timingGroup>;
export type Leaderboard = z.infer<typeof leaderboard>;
