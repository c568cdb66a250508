import { z } from 'zod';
import { formatIds } from '../../optimize/formats/table.js';

/** A question to the process that looks at files. */
export interface InspectTask {
  readonly bytes: Uint8Array;
  readonly maxPixels: number;
  /** Whether it is the first bytes of a file alone: their count says nothing of its size. */
  readonly isHead: boolean;
  /** Quality and colours for which an estimate is wanted; null where none is. */
  readonly estimate: { readonly quality: number; readonly lossyPng: boolean } | null;
}

/** What the process tells of a file before the work on it begins. */
export const inspection = z.object({
  format: z.enum(formatIds as readonly [(typeof formatIds)[number]]),
  /** Pixels that are worked on: vector graphics are drawn, small ones larger than they are. */
  width: z.number(),
  height: z.number(),
  /** The size that the file tells. */
  dimensions: z.object({ width: z.number(), height: z.number() }),
  frames: z.number(),
  colorType: z.string().nullable(),
  bitDepth: z.number().nullable(),
  /** What to estimate: null where only the work itself tells. */
  trial: z.object({ method: z.string(), spec: z.string() }).nullable(),
});

export type Inspection = z.infer<typeof inspection>;
