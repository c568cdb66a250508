import { z } from 'zod';
import { rdRecord, timingRecord } from '../../results/record.js';
import { testbed } from '../../results/testbed.js';
import { settingsMessage, sourceMessage } from '../messages.js';
import { rdOutcome, rdTask } from '../rd/task.js';

/** The name of the queue of units, one for all sweeps. */
export const unitQueue = 'units';
/** The name of the queue of what became of a sweep's units. */
export const answerQueue = (sweep: string): string => `answers-${sweep}`;

// What goes through the queue: plain JSON, checked where it arrives. Nothing in it grows with the plan.

/** Tasks of one picture that one worker runs. */
export const unitMessage = z.object({
  /** Of the program: a worker of another one measures otherwise, and refuses. */
  version: z.string(),
  /** The sweep that waits for them. */
  sweep: z.string(),
  timeLimitSeconds: z.number().positive(),
  tasks: z.array(rdTask).min(1),
});

/** What became of a task: its outcome, or why this worker does not run it. */
const answer = z.union([
  z.object({ key: rdRecord.shape.key, outcome: rdOutcome }),
  z.object({ key: rdRecord.shape.key, refused: z.string() }),
]);

/** What a worker sends back of a unit: of some of its tasks, as they are done. */
export const unitAnswer = z.object({
  unit: z.string(),
  worker: z.string(),
  testbed: z.string(),
  answers: z.array(answer),
});

/** What one testbed is to time. */
export const timingMessage = z.object({
  version: z.string(),
  sweep: z.string(),
  dataset: z.string(),
  configurations: z.array(
    z.object({ codec: sourceMessage, settings: settingsMessage, identity: z.string() }),
  ),
  images: z.array(
    z.object({
      ...{ name: z.string(), path: z.string(), sha256: rdRecord.shape.imageSha256 },
      bytes: z.int().nonnegative(),
    }),
  ),
  crop: z.string().nullable(),
  ...{ threads: z.int(), passes: z.int(), seed: z.int(), maxPixels: z.number() },
  maxPixelsPerByte: z.number().positive().optional(),
  ...{ lenient: z.boolean(), timeLimitSeconds: z.number().positive() },
});

/** What a testbed sends back. */
export const timingAnswer = z.object({
  worker: z.string(),
  records: z.array(timingRecord),
  testbed,
  /** What was told meanwhile, and what of it could not be timed there. */
  warnings: z.array(z.string()),
});

/** What a worker tells of itself, every few seconds. */
export const workerNote = z.object({
  id: z.string(),
  testbed: z.string(),
  /** Of the machine: `cpu, arch, cores`. */
  machine: z.string(),
  version: z.string(),
  /** Tasks that it has run, and since how many seconds it works. */
  done: z.int().nonnegative(),
  seconds: z.number().nonnegative(),
  /** What it does now. */
  doing: z.enum(['waiting', 'rd', 'timing']),
});

export type UnitMessage = z.infer<typeof unitMessage>;
export type UnitAnswer = z.infer<typeof unitAnswer>;
export type TimingMessage = z.infer<typeof timingMessage>;
export type TimingAnswer = z.infer<typeof timingAnswer>;
export type WorkerNote = z.infer<typeof workerNote>;
