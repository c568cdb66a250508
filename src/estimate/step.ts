import { z } from 'zod';

/** What is done on the way to an answer: reading the picture, choosing the estimator, estimating by it. */
export const estimateStep = z.object({
  step: z.enum(['read', 'choose', 'estimate']),
  /** Id of the estimator that is at work; null before one is. Several one after the other where one fails. */
  estimator: z.string().nullable(),
});

/** A step on the way to an answer. */
export type EstimateStep = z.infer<typeof estimateStep>;
