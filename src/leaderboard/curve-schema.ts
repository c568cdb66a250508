import { z } from 'zod';
import { count, identity, interval } from './schema-parts.js';

/** The part of leaderboard.json's schema that is of curves, see `schema.ts`. */

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
export const matchedPairs = z.object({
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
export const comparison = z.object({
  metric: z.string(),
  /** BD-rate of the mean curves, in percent; negative is cheaper than the anchor. */
  percent: z.number().nullable(),
  /** Range of quality that both curves cover, as a share of what either covers. */
  overlap: z.number().nullable(),
  /** Why there is no `percent`, or what to mind about it. */
  reason: z.string().nullable(),
  /**
   * Images that the figures of the mean curves are over: n of `of`. Absent where it is all, as it is
   * unless too few points have a value of every image.
   */
  over: z.object({ n: count, of: count }).optional(),
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
export const curveSpeed = z.object({
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
export const frontMark = z.object({
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
export const boardCurve = z.object({
  /** The printed form of codec and settings without the knob. */
  label: z.string(),
  codec: z.string(),
  engine: identity.engine,
  knob: z.string().nullable(),
  /** Places in `rows` of the group, from the lowest rate on. */
  points: z.array(count),
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
export const reference = z.object({
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
  /** Of metrics that the anchor has too; `images` null where no figures of single images were published. */
  comparisons: z.array(
    comparison.pick({
      metric: true,
      percent: true,
      overlap: true,
      reason: true,
      distortion: true,
      images: true,
    }),
  ),
});
