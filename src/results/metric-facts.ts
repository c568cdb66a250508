import { z } from 'zod';
import type { MetricFacts } from '../curves/metric-facts.js';
import { qualityScales } from '../curves/quality-scale.js';

/**
 * Facts of a metric as files hold them; the fields are explained at `MetricFacts`. Parsing leaves
 * out what else a value has.
 */
export const metricFacts = z.object({
  id: z.string().min(1),
  title: z.string(),
  shortTitle: z.string(),
  unit: z.string(),
  decimals: z.int().nonnegative().max(20),
  scale: z.enum(qualityScales).nullable(),
  better: z.enum(['higher', 'lower']).nullable(),
  fixedQualities: z.array(z.number()),
  frontQuality: z.number().nullable(),
  nearlyEqual: z.number().nonnegative().nullable(),
}) satisfies z.ZodType<MetricFacts>;

/** Version of the format of results/metrics/<id>.json. */
export const storedMetricSchema = 1;

/**
 * results/metrics/<id>.json: a metric that is not this program's own, beside the records that hold it.
 * Its id is part of the names of files.
 */
export const storedMetric = metricFacts.extend({
  schema: z.literal(storedMetricSchema),
  id: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, 'small letters, digits, - and _, at most 64'),
  /** What its error map shows and the value that is white; null where it makes none. */
  map: z.object({ meaning: z.string(), full: z.number().positive() }).nullable().default(null),
});
