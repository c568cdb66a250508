import { z } from 'zod';
import { confidences } from '../base/confidence.js';
import type { PictureSource } from '../codecs/picture-source.js';
import type { CodingOptions } from '../codecs/with-codec.js';
import { intervalLevel } from './predict.js';

/** One question to the process that estimates. */
export interface EstimateTask extends Pick<CodingOptions, 'maxPixelsPerByte'> {
  /** Path or bytes of a file, or samples. */
  readonly source: Exclude<PictureSource, URL>;
  /** A small version of it, or null. */
  readonly thumbnail: Exclude<PictureSource, URL> | null;
  /** Length of the whole file where the source is its first bytes. */
  readonly fileBytes?: number | undefined;
  readonly spec: string;
  readonly plugins: readonly string[];
  readonly maxPixels: number;
  readonly lenient: boolean;
  readonly estimator: string;
  readonly timeBudgetSeconds: number;
  readonly timeLimitSeconds: number;
  readonly seed: number;
  readonly sampleWidth: number;
  /** Path of the calibration file. */
  readonly calibration: string;
}

/** What it answers. */
export const estimateAnswer = z.object({
  spec: z.string(),
  predictedBytes: z.number(),
  interval: z.object({ low: z.number(), high: z.number(), level: z.literal(intervalLevel) }),
  estimator: z.string(),
  confidence: z.enum(confidences),
  milliseconds: z.number(),
  reason: z.string().nullable(),
});
