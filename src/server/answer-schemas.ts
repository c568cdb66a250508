import { z } from 'zod';
import { confidences } from '../base/confidence.js';
import { problemStatus } from './problem.js';

// What answers hold, for the OpenAPI description. Tests compare real answers with them.

const size = z.int().min(0);

/** Any answer that tells of an error. */
export const problemAnswer = z.looseObject({
  success: z.literal(false),
  error: z.enum(Object.keys(problemStatus) as [keyof typeof problemStatus]),
  message: z.string(),
  fields: z.array(z.string()).optional().describe('What is wrong, of 400'),
  retry_after: z
    .number()
    .optional()
    .describe('Seconds, of 429 and 503; also the header Retry-After'),
  limit: z.number().optional(),
});

/** The report of POST /optimize. */
export const optimizeAnswer = z.strictObject({
  success: z.literal(true),
  ...{ original_size: size, optimized_size: size, reduction_percent: z.number() },
  ...{ original_format: z.string(), format: z.string(), method: z.string() },
  quality: z.number().nullable(),
  score: z
    .strictObject({ metric: z.string(), version: z.string(), value: z.number().nullable() })
    .nullable(),
  target_reached: z.boolean(),
  already_optimized: z.boolean(),
  ...{ width: size, height: size },
  storage: z
    .strictObject({ provider: z.string(), url: z.string(), public_url: z.string().nullable() })
    .optional(),
  message: z.string(),
});

/** POST /estimate. */
export const estimateAnswer = z.strictObject({
  original_size: size,
  original_format: z.string(),
  dimensions: z.strictObject({ width: size, height: size }),
  estimated_optimized_size: size,
  estimated_reduction_percent: z.number(),
  optimization_potential: z
    .enum(['high', 'medium', 'low'])
    .describe('high from 30 %, medium from 10 %'),
  method: z.string(),
  already_optimized: z.boolean(),
  confidence: z.enum(confidences),
  interval: z.strictObject({ low: size, high: size, level: z.number() }),
  color_type: z.string().nullable(),
  bit_depth: z.number().nullable(),
  path: z.string().describe('The estimator, or optimized where the work itself was done'),
  fallback_reason: z.string().nullable(),
  milliseconds: z.number(),
});

const gate = z.strictObject({ slots: size, active: size, waiting: size });
const budget = z.strictObject({ used: size, budget: size });

/** GET /health. */
export const healthAnswer = z.strictObject({
  status: z.enum(['ok', 'degraded']),
  tools: z.record(z.string(), z.boolean()),
  draining: z.boolean(),
  queue: z.strictObject({ optimize: gate, estimate: gate }),
  memory: budget,
  bodies: budget,
});

/** GET / as JSON. */
export const aboutAnswer = z.strictObject({
  name: z.string(),
  version: z.string(),
  formats: z.array(z.string()),
  endpoints: z.array(z.string()),
});
