import { z } from 'zod';
import { alphaFates } from '../base/alpha-fate.js';
import { confidences } from '../base/confidence.js';
import { contentClasses } from '../base/content-class.js';
import { engineSchema } from '../base/engine-schema.js';
import { learnedReport } from '../base/learned-report.js';
import type { RecordKind } from './record-kinds.js';

/** Version of the record format; a record of a newer one is passed over, never guessed at. */
export const recordSchema = 1;

/**
 * Version of how the figures are made (loading, conversion, timing). Part of every key: raising it
 * makes all earlier records stale.
 */
export const protocolVersion = 1;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const value = z.union([z.number(), z.boolean(), z.string()]);
const seconds = z.number().nonnegative();

/** Where a job failed, and the message in one line. */
const jobError = z.object({
  stage: z.enum(['load', 'open', 'encode', 'decode', 'verify', 'estimate', 'worker', 'timeout']),
  message: z.string(),
});

/** What every record says of the job that it is the result of. */
const subject = {
  schema: z.literal(recordSchema),
  protocol: z.int().positive(),
  key: sha256,
  codec: z.string(),
  spec: z.string(),
  settings: z.record(z.string(), value),
  /** The setting that steers the rate, or null; points that differ in it alone are one curve. */
  knob: z.string().nullable().default(null),
  engine: engineSchema,
  dataset: z.string(),
  image: z.string(),
  imageSha256: sha256,
  crop: z.string().nullable(),
  width: z.int().positive().nullable(),
  height: z.int().positive().nullable(),
  /** What is wrong with the image file, where it was measured all the same; null of a sound one. */
  damage: z.string().nullable().default(null),
};

/** The part of a picture where a metric is worst, in pixels, and its value there. */
const tile = z.object({
  x: z.int().nonnegative(),
  y: z.int().nonnegative(),
  width: z.int().positive(),
  height: z.int().positive(),
  value: z.number().nullable(),
});

const provenance = {
  error: jobError.nullable(),
  version: z.string(),
  commit: z.string().nullable(),
  at: z.iso.datetime(),
};

/** Rate and distortion of one image at one setting: the same on every machine. */
export const rdRecord = z.object({
  ...subject,
  kind: z.literal('rd'),
  bytes: z.int().nonnegative().nullable(),
  /** Length of the JPEG file that was coded; null of codecs of pictures. */
  sourceBytes: z.int().positive().nullable().default(null),
  bpp: z.number().nonnegative().nullable(),
  bitstreamSha256: sha256.nullable(),
  conversion: z.string().nullable(),
  exact: z.boolean().nullable(),
  /**
   * What became of the original's alpha; null where both pictures are opaque. Records made before
   * this field was there have null.
   */
  alpha: z.enum(alphaFates).nullable().default(null),
  metrics: z.record(z.string(), z.number().nullable()),
  metricVersions: z.record(z.string(), z.string()),
  metricErrors: z.record(z.string(), z.string()),
  /** Records made before this field was there have none. */
  worstTiles: z.record(z.string(), tile).default({}),
  /** Null of codecs that are not learned. */
  learned: learnedReport.nullable().default(null),
  /** Name of the machine that made it, which is no part of the key; records of earlier versions have null. */
  machine: z.string().nullable().default(null),
  ...provenance,
});

const samples = z.object({
  total: z.array(seconds),
  cpu: z.array(seconds),
  stages: z.record(z.string(), z.array(seconds)),
  /** Of processes that were started for it, in steps of 10 ms; records of earlier versions have none. */
  childCpu: z.array(seconds).optional(),
  /** Of command lines that say how long they took, without their start and their files. */
  reported: z.array(seconds).optional(),
});

/** Time and memory of one image at one setting on one testbed. */
export const timingRecord = z.object({
  ...subject,
  kind: z.literal('timing'),
  testbed: z.string(),
  node: z.string(),
  threads: z.int().positive(),
  passes: z.int().positive(),
  seed: z.int(),
  bytes: z.int().nonnegative().nullable(),
  setupSeconds: seconds.nullable(),
  encode: samples,
  decode: samples,
  /** Directions whose CPU seconds say that the machine was busy with something else. */
  busy: z.array(z.enum(['encode', 'decode'])).optional(),
  /** Directions with samples of fewer than 50 steps of the clock, which browsers make coarse. */
  coarse: z.array(z.enum(['encode', 'decode'])).optional(),
  /** The page was hidden during the run; passes under way then were made again. */
  hidden: z.boolean().optional(),
  peakBytes: z
    .object({
      encode: z.int().positive(),
      decode: z.int().positive(),
      idle: z.int().positive(),
      image: z.string(),
    })
    .nullable(),
  ...provenance,
});

/** Seconds of one run; CPU seconds are null of command lines, whose work is done in other processes. */
const runSeconds = z.object({ seconds, cpuSeconds: seconds.nullable() });

/**
 * A predicted size of one image at one setting, and what it took. The actual size is that of the
 * rate-distortion record whose key it names.
 */
export const estimateRecord = z.object({
  ...subject,
  kind: z.literal('estimate'),
  rdKey: sha256,
  /** Version of how estimates are made. */
  estimation: z.int().positive(),
  /** Id of the estimator that was asked, or `auto`. */
  estimator: z.string().min(1),
  seed: z.int().nonnegative(),
  /** Pixels. */
  sampleWidth: z.int().positive(),
  /** What `auto` may take for an encode that is simply done, and for one that nothing else tells of. */
  timeBudgetSeconds: seconds,
  timeLimitSeconds: seconds,
  /** The file of constants: SHA-256 of its bytes, and its day. */
  calibration: z.object({ sha256, date: z.iso.date() }),
  /** What the image is, and who says so; null where it could not be loaded. */
  content: z.enum(contentClasses).nullable(),
  contentFrom: z.enum(['dataset', 'image']).nullable(),
  /** The estimator that gave the figure: another one where the one that was asked could not tell. */
  chosen: z.string().nullable(),
  predictedBytes: z.number().nonnegative().nullable(),
  interval: z.object({ low: z.number(), high: z.number(), level: z.number() }).nullable(),
  confidence: z.enum(confidences).nullable(),
  /** Why this estimator, and what stands against the figure. */
  reason: z.string().nullable(),
  testbed: z.string(),
  node: z.string(),
  /** Of the estimate, with the samples in memory. */
  took: runSeconds.nullable(),
  /** Of the whole encode of the same samples, in the same process. */
  whole: runSeconds.nullable(),
  /** Of reading and decoding the image's file, which neither includes. */
  loadSeconds: seconds.nullable(),
  ...provenance,
});

export type StoredTile = z.infer<typeof tile>;
export type JobError = z.infer<typeof jobError>;
export type RdRecord = z.infer<typeof rdRecord>;
export type TimingRecord = z.infer<typeof timingRecord>;
export type Samples = z.infer<typeof samples>;
export type EstimateRecord = z.infer<typeof estimateRecord>;
export type Recorded = RdRecord | TimingRecord;

/** The type of each kind of record. */
export interface RecordsByKind extends Record<RecordKind, unknown> {
  rd: RdRecord;
  timing: TimingRecord;
  estimate: EstimateRecord;
}
