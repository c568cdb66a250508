import { z } from 'zod';

/** Version of the leaderboard's format. */
export const leaderboardSchema = 3;

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

const perDirection = z.object({ encode: z.number(), decode: z.number() });
const countPerDirection = z.object({ encode: count, decode: count });

/** What the records of a learned codec tell beside their bytes. */
const learnedRow = z.object({
  /** Several are joined by a comma. */
  model: z.string(),
  coder: z.string(),
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

const interval = z.object({ low: z.number(), high: z.number() });

/** Which times: those of one testbed, crop and count of threads, as a group of `timings`. */
const timingSource = {
  testbed: z.string(),
  /** Of the pictures that were timed, which may differ from that of the pictures compared. */
  crop: z.string().nullable(),
  threads: z.int().positive(),
};

/** BD-time of the mean curves: percent of the anchor's seconds a megapixel, at equal quality. */
const timeComparison = z.object({
  percent: z.number().nullable(),
  overlap: z.number().nullable(),
  /** Why there is no `percent`, or what to mind about it. */
  reason: z.string().nullable(),
});

/** Pairs of one image at nearly equal quality, one of the anchor and one of the test. */
const matchedPairs = z.object({
  pairs: count,
  /** Images that have a pair. */
  images: count,
  /** Geometric mean of the test's bytes over the anchor's. */
  sizeRatio: z.number(),
  /** Greatest difference in quality of a pair, as a share of the greater one. */
  widest: z.number(),
  /** Geometric means of the test's seconds over the anchor's, of those pairs that both have times. */
  times: z.array(
    z.object({ ...timingSource, pairs: count, encodeRatio: z.number(), decodeRatio: z.number() }),
  ),
});

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
  /** BD-time by group of times of the data set; empty where it was not timed. */
  times: z.array(z.object({ ...timingSource, encode: timeComparison, decode: timeComparison })),
  /** Null where no image has two points of nearly equal quality. */
  matched: matchedPairs.nullable(),
});

const byValue = z.record(z.string(), z.record(z.string(), z.number().nullable()));

/** Speed and memory of a whole curve in one group of times. */
const curveSpeed = z.object({
  ...timingSource,
  /** Points that are timed in full, of all points of the curve. The figures need all of them. */
  timed: count,
  /** 1 over the mean of the points' seconds a megapixel. */
  encodeMegapixelsPerSecond: z.number().nullable(),
  decodeMegapixelsPerSecond: z.number().nullable(),
  /** The same as on the reference machine, by the testbed's calibration. */
  encodeNormalised: z.number().nullable(),
  decodeNormalised: z.number().nullable(),
  /** Greatest of the points, encode or decode. */
  peakBytes: count.nullable(),
});

/**
 * A curve at one quality, beside all others of its group in one group of times. Marks are null where
 * the curve lacks a figure, is not complete, or has times of another kind (command lines).
 */
const frontMark = z.object({
  ...timingSource,
  metric: z.string(),
  /** The metric's value. */
  at: z.number(),
  bpp: z.number().nullable(),
  encodeMegapixelsPerSecond: z.number().nullable(),
  decodeMegapixelsPerSecond: z.number().nullable(),
  peakBytes: z.number().nullable(),
  /** Whether no other curve beats it in rate, encode time, decode time and memory together. */
  all: z.boolean().nullable(),
  rateEncode: z.boolean().nullable(),
  rateDecode: z.boolean().nullable(),
});

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
  /** Images of the point that has fewest: n of n/N. */
  images: count,
  /** Version of each metric that the curve is read by; curves of two versions are not compared. */
  versions: z.record(z.string(), z.string()),
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
  speeds: z.array(curveSpeed),
  fronts: z.array(frontMark),
});

/** A published curve that was imported: compared with the anchor, ranked with none. */
const reference = z.object({
  label: z.string(),
  /** Where it was published: an address or a citation. */
  source: z.string(),
  /** Name and SHA-256 of the file that was imported. */
  file: z.string(),
  sha256: z.string(),
  /** From the lowest rate on; null where the point has no such value. */
  points: z.array(
    z.object({
      bpp: z.number(),
      metrics: z.record(z.string(), z.number().nullable()),
      encodeSeconds: z.number().nullable(),
      decodeSeconds: z.number().nullable(),
    }),
  ),
  /** By mean curves; of metrics that the anchor has too. */
  comparisons: z.array(
    comparison.pick({
      metric: true,
      percent: true,
      overlap: true,
      reason: true,
      distortion: true,
    }),
  ),
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
  records: z.object({ rd: count, timing: count }),
  bootstrap: z.object({ seed: count, resamples: count, level: z.number() }),
  /** Greatest difference in quality of a matched pair, as a share of the greater one. */
  matching: z.object({ tolerance: z.number() }),
  /** Significant digits that numbers are rounded to; whole numbers are left as they are. */
  digits: z.object({ rd: count, timing: count }),
  datasets: z.array(rdGroup),
  testbeds: z.array(testbed),
  timings: z.array(timingGroup),
});

export type MetricMean = z.infer<typeof metricMean>;
export type RdRow = z.infer<typeof rdRow>;
/** A group without its curves. */
export type RdMeans = Omit<RdGroup, 'anchor' | 'curves' | 'references'>;
export type RdGroup = z.infer<typeof rdGroup>;
export type CurveSpeed = z.infer<typeof curveSpeed>;
export type FrontMark = z.infer<typeof frontMark>;
export type Comparison = z.infer<typeof comparison>;
export type MatchedPairs = z.infer<typeof matchedPairs>;
export type LearnedRow = z.infer<typeof learnedRow>;
export type Reference = z.infer<typeof reference>;
export type CurveStanding = z.infer<typeof curveStanding>;
export type Direction = z.infer<typeof direction>;
export type Warning = z.infer<typeof warning>;
export type TimingRow = z.infer<typeof timingRow>;
export type TimingGroup = z.infer<typeof timingGroup>;
export type Leaderboard = z.infer<typeof leaderboard>;
