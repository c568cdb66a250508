import { z } from 'zod';
import { engineSchema } from '../../base/engine-schema.js';

/** Version of the calibration file's format. */
export const calibrationVersion = 3;

const share = z.number().finite();

/** How far estimates were from actual sizes, as ln(actual / predicted), for samples of a spread of 1. */
const errorsSchema = z.object({
  /** Quantiles of 10 and 90 %: between them lie 80 %, each by the fit of the other pictures. */
  low: share,
  high: share,
  /** Below it lie 95 % of the absolute errors, each by the fit of the other sets of pictures. */
  p95: share.nonnegative(),
});

const entrySchema = z.object({
  estimator: z.string().min(1),
  /** What it was fitted for; null where it is pooled over all codecs, for those without an entry. */
  of: z
    .object({
      codec: z.string().min(1),
      engine: engineSchema,
      setting: z.string(),
      rate: z.number().nullable(),
      /** The fast setting that went along; of the estimator `sibling` alone. */
      sibling: z.object({ engine: engineSchema, setting: z.string() }).optional(),
    })
    .nullable(),
  /** By the names that the estimator gives them. */
  coefficients: z.record(z.string(), share),
  errors: errorsSchema,
  /** Count of pictures that it was fitted on. */
  pictures: z.int().positive(),
  /** Sizes of the smallest and the largest of them. */
  megapixels: z.object({ least: share.positive(), most: share.positive() }),
  /** Names of the data sets that these are of. */
  data: z.string(),
});

export const calibrationSchema = z.object({
  schema: z.literal(calibrationVersion),
  /** Day of the fit, and the command that makes the file again. */
  date: z.iso.date(),
  command: z.string(),
  entries: z.array(entrySchema),
});

/** Errors that an estimator is known to make. */
export type KnownErrors = z.infer<typeof errorsSchema>;
export type CalibrationEntry = z.infer<typeof entrySchema>;
export type Calibration = z.infer<typeof calibrationSchema>;
