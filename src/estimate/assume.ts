import { stat } from 'node:fs/promises';
import type { Estimate } from './answer.js';
import { intervalLevel } from './predict.js';

/** What is assumed to be saved of the source where nothing can be told in time. */
const assumedSaving = { lossy: 0.3, lossless: 0.05 } as const;

/**
 * What is said where the work came to no end: what is saved of a file as a rule, confidence low.
 * @param file path or bytes
 * @param asked the printed form of what it was to be compressed by, and whether that is lossless
 */
export async function assume(
  file: string | Uint8Array,
  { spec, lossless }: { readonly spec: string; readonly lossless: boolean },
  { why, seconds }: { readonly why: string; readonly seconds: number },
): Promise<Estimate> {
  const size = typeof file === 'string' ? (await stat(file)).size : file.length;
  const saving = lossless ? assumedSaving.lossless : assumedSaving.lossy;
  return {
    spec,
    predictedBytes: Math.round(size * (1 - saving)),
    interval: { low: 0, high: size, level: intervalLevel },
    estimator: 'assumed',
    confidence: 'low',
    reason: `${why}; a saving of ${100 * saving} % is assumed`,
    milliseconds: Math.round(1000 * seconds),
  };
}
