import { z } from 'zod';
import { contentClasses } from '../../base/content-class.js';
import { type ErrorCode, errorCodes } from '../../base/error-codes.js';
import type { Settings } from '../../base/params.js';
import type { CodecSource } from '../../codecs/table.js';
import { estimateRecord, rdRecord } from '../../results/record.js';
import type { OriginalOptions, PictureRef } from '../original.js';

/** What every job of a sweep over estimates is asked under. */
export interface EstimateConditions {
  readonly seed: number;
  readonly sampleWidth: number;
  readonly timeBudgetSeconds: number;
  readonly timeLimitSeconds: number;
}

/** What the process is told of one job. */
export interface EstimateSweepTask
  extends EstimateConditions,
    Pick<OriginalOptions, 'maxPixels' | 'maxPixelsPerByte' | 'lenient'> {
  readonly codec: CodecSource;
  readonly settings: Settings;
  readonly image: PictureRef;
  /** Id of an estimator, or `auto`. */
  readonly estimator: string;
  /** Path of the calibration file. */
  readonly calibration: string;
}

const { shape } = estimateRecord;

/** What it answers. Of a failed job the fields that were not reached are null. */
export const estimateOutcome = estimateRecord
  .pick({
    width: true,
    height: true,
    damage: true,
    chosen: true,
    predictedBytes: true,
    interval: true,
    confidence: true,
    reason: true,
    took: true,
    whole: true,
    loadSeconds: true,
    error: true,
  })
  .extend({
    /** What the samples look like. */
    looksLike: z.enum(contentClasses).nullable(),
    /** The engine that ran, which need not be the planned one. */
    engine: rdRecord.shape.engine.nullable(),
    errorCode: z.enum(Object.keys(errorCodes) as ErrorCode[]).nullable(),
  });

export type EstimateOutcome = z.infer<typeof estimateOutcome>;
/** Seconds of one run. */
export type RunSeconds = NonNullable<z.infer<typeof shape.took>>;

/** An outcome with nothing reached yet. */
export function emptyEstimate(): EstimateOutcome {
  return {
    ...{ width: null, height: null, damage: null, looksLike: null, engine: null },
    ...{ chosen: null, predictedBytes: null, interval: null, confidence: null, reason: null },
    ...{ took: null, whole: null, loadSeconds: null, error: null, errorCode: null },
  };
}
