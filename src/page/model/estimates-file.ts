import { z } from 'zod';
import type { EstimateRow } from '../../leaderboard/estimate-schema.js';
import { leaderboard } from '../../leaderboard/schema.js';

const count = z.int().nonnegative();
const row = leaderboard.shape.estimates.element;

/** One estimate. */
const point = z.tuple([
  /** Place in `images`. */
  count,
  /** Bytes of the whole file. */
  z.number().positive(),
  /** Bytes predicted, and the ends of the interval; null where the whole was encoded. */
  z.number().nonnegative(),
  z.number().nullable(),
  z.number().nullable(),
  /** Place in `confidences` of base, or null. */
  count.nullable(),
  /** Of the whole encode's time. */
  z.number().nonnegative().nullable(),
]);

/** `data/estimates-<digest>.js`: estimates of sizes beside the actual ones, of all data sets. */
export const pageEstimates = z.object({
  /** As in leaderboard.json. */
  rows: leaderboard.shape.estimates,
  images: z.array(z.object({ dataset: z.string(), name: z.string() })),
  series: z.array(
    row
      .pick({
        ...{ estimator: true, codec: true, label: true, engine: true },
        ...{ content: true, setting: true, megapixels: true },
      })
      .extend({ points: z.array(point) }),
  ),
});

export type { EstimateRow };
export type PageEstimates = z.infer<typeof pageEstimates>;
export type EstimateSeries = PageEstimates['series'][number];
