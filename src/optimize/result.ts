import { z } from 'zod';
import { formatIds } from './formats/table.js';

const format = z.enum(formatIds as readonly [(typeof formatIds)[number]]);

/** A metric's value with what it was computed by. */
const score = z.object({
  metric: z.string(),
  version: z.string(),
  /** Null where it is infinite: every sample is as it was. */
  value: z.number().nullable(),
});

/** One file that was made. */
const candidate = z.object({
  format,
  method: z.string(),
  /** Value of the trial's knob; null where it has none. */
  quality: z.number().nullable(),
  bytes: z.number(),
  /** By the metric of the answer; null where it was not scored, or is infinite. */
  score: z.number().nullable(),
  /** Why there is no file; null where there is one. */
  error: z.string().nullable(),
});

/** What an optimised picture is told as, without its bytes. */
export const optimizeReport = z.object({
  format,
  /** Of the trial that made it; `none` where the original is given back. */
  method: z.string(),
  originalBytes: z.number(),
  optimizedBytes: z.number(),
  /** 0 where the original is given back. */
  reductionPercent: z.number(),
  /** Whether nothing smaller was found: the original is given back. */
  alreadyOptimized: z.boolean(),
  /** Value of the knob of the trial that made it; null of one without, and of the original. */
  quality: z.number().nullable(),
  /** Null where no metric is defined for the picture. */
  score: score.nullable(),
  /** What was aimed at; null where a fixed quality was used. */
  target: z
    .object({
      metric: z.string().nullable(),
      value: z.number().nullable(),
      maxBytes: z.number().nullable(),
    })
    .nullable(),
  /** Whether the target is met; true where there is none. */
  reached: z.boolean(),
  /** Files of the whole picture that were encoded for it; those of the sample for slow codecs are not counted. */
  encodes: z.number(),
  candidates: z.array(candidate),
});

export type OptimizeReport = z.infer<typeof optimizeReport>;
export type OptimizeCandidate = z.infer<typeof candidate>;

/** What is told on the way: a trial begins. */
export const optimizeStep = z.object({ format, method: z.string() });

export type OptimizeStep = z.infer<typeof optimizeStep>;

const fileBytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

/** What is found of a picture. */
const optimizeAnswer = optimizeReport.extend({
  bytes: fileBytes,
  warnings: z.array(z.string()),
});

/** What the process that optimises answers: no bytes where they lie in the file that its task names. */
export const sentAnswer = optimizeAnswer.extend({ bytes: fileBytes.nullable() });

export type SentAnswer = z.infer<typeof sentAnswer>;

/** An optimised picture. */
export interface OptimizeResult extends OptimizeReport {
  /** A complete file, or the original's own bytes. */
  readonly bytes: Uint8Array;
}

export type OptimizeAnswer = z.infer<typeof optimizeAnswer>;
