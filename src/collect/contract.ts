import { z } from 'zod';
import { rdRecord, timingRecord } from '../results/record.js';
import { testbed } from '../results/testbed.js';

// What the page and the server of `collect` say to each other.

/** What one request may send. */
export const postBounds = { bytes: 4 * 2 ** 20, lines: 500 } as const;

/** The header that carries the token. */
export const tokenHeader = 'x-pareto-token';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** What a page is to measure. */
export const collectJob = z.object({
  schema: z.literal(1),
  /** Of the program that serves the page. */
  version: z.string(),
  commit: z.string().nullable(),
  dataset: z.string(),
  crop: z.string().nullable(),
  images: z.array(z.object({ name: z.string(), sha256 })),
  configurations: z.array(
    z.object({
      codec: z.string(),
      spec: z.string(),
      settings: z.record(z.string(), z.union([z.number(), z.boolean(), z.string()])),
    }),
  ),
  metrics: z.array(z.string()),
  measure: z.array(z.enum(['rd', 'timing'])),
  passes: z.int().positive(),
  seed: z.int(),
  maxPixels: z.number().positive(),
  /** Of one encode and decode with metrics: then its worker is ended. */
  timeLimitSeconds: z.number().positive(),
});

/** One line of what a page sends back, or gives to download. */
export const collectedLine = z.discriminatedUnion('kind', [
  rdRecord,
  timingRecord,
  testbed.extend({ kind: z.literal('testbed') }),
]);

export type CollectJob = z.infer<typeof collectJob>;
export type CollectedLine = z.infer<typeof collectedLine>;
