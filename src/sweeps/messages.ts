import { z } from 'zod';
import type { CodecSource } from '../codecs/table.js';
import type { MetricSource } from '../metrics/table.js';
import { rdRecord } from '../results/record.js';

// What the messages between processes are made of: all of it plain JSON, checked where it arrives.

const sha256 = rdRecord.shape.imageSha256;

/** Codec settings, in full. */
export const settingsMessage = rdRecord.shape.settings;

/** Where a codec is found. */
export const sourceMessage = z.union([
  z.string(),
  z.strictObject({ recipe: z.string(), sha256, version: z.string() }),
  z.strictObject({ plugin: z.string(), sha256, id: z.string() }),
]) satisfies z.ZodType<CodecSource>;

/** Where a metric is found. */
export const metricMessage = z.union([
  z.string(),
  z.strictObject({ recipe: z.string(), sha256, version: z.string(), id: z.string() }),
  z.strictObject({ plugin: z.string(), sha256, id: z.string() }),
]) satisfies z.ZodType<MetricSource>;

/** A picture by its content, and where its file may be. */
export const pictureMessage = z.object({
  sha256,
  path: z.string(),
  dataset: z.string().optional(),
});
