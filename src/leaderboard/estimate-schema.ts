import { z } from 'zod';
import { contentClasses } from '../base/content-class.js';
import { count } from './schema-parts.js';

const share = z.number().nonnegative();

/** Of answers of one confidence: how many, and the error that 95 % of them stay below. */
const confident = z.object({ answers: count, p95: share.nullable() });

/**
 * How well an estimator tells sizes: of one codec and class of content, over all settings and sizes
 * (`setting` and `megapixels` null) or of one of each. Errors are shares of the actual size.
 */
export const estimateRow = z.object({
  estimator: z.string(),
  codec: z.string(),
  /** The printed form without the rate knob: codecs that differ in other settings are apart. */
  label: z.string(),
  engine: z.object({ name: z.string(), version: z.string(), runtime: z.string() }),
  content: z.enum(contentClasses),
  /** Name and value of the rate knob, `quality=60`; null over all. */
  setting: z.string().nullable(),
  /** Millions of pixels, `1.8-4`; null over all. */
  megapixels: z.string().nullable(),
  /** Distinct images, and their answers at all settings. */
  images: count,
  answers: count,
  /** Of the answers those by a whole encode: they have no error and no interval. */
  exact: count,
  /** Not among the answers: estimates that failed, and those that another estimator gave. */
  failed: count,
  handedOver: count,
  /** Null where there is no answer. */
  meanAbsoluteError: share.nullable(),
  /** Mean of the signed errors: above 0 where sizes are overestimated. */
  bias: z.number().nullable(),
  p95: share.nullable(),
  max: share.nullable(),
  /** Answers with an interval, and the share of them whose actual size lies in it. */
  intervals: count,
  coverage: share.nullable(),
  /** Median of the estimates' time over that of the whole encode of the same picture. */
  timeShare: share.nullable(),
  confidence: z.object({ high: confident, medium: confident, low: confident }),
});

export type EstimateRow = z.infer<typeof estimateRow>;
