import type { Confidence } from '../base/confidence.js';
import type { Estimate } from '../estimate/answer.js';
import { intervalLevel } from '../estimate/predict.js';
import type { OptimizeResult } from '../optimize/result.js';
import type { Inspection } from './work/inspection.js';

/** Where a figure comes from: an estimator, or the work itself. */
export type Told =
  | { readonly method: string; readonly estimate: Estimate }
  | { readonly method: string; readonly optimized: OptimizeResult };

/** What an answer is made of. */
export type Estimated = Told & {
  readonly fileBytes: number;
  readonly found: Inspection;
  readonly fallback: string | null;
  readonly milliseconds: number;
};

/** Percent saved from which a potential has its name. */
const potentials = [
  ['high', 30],
  ['medium', 10],
] as const;

/** The JSON of POST /estimate. */
export function answerOf(told: Estimated) {
  const { fileBytes, found, method, fallback, milliseconds } = told;
  const figure = 'estimate' in told ? ofEstimate(told.estimate) : ofResult(told.optimized);
  const alreadyOptimized = figure.bytes >= fileBytes;
  const bytes = Math.min(figure.bytes, fileBytes);
  const percent = Number((100 * (1 - bytes / fileBytes)).toFixed(2));
  const { low, high, level } = figure.interval;
  return {
    original_size: fileBytes,
    original_format: found.format,
    dimensions: found.dimensions,
    estimated_optimized_size: bytes,
    estimated_reduction_percent: percent,
    optimization_potential: potentials.find(([, from]) => percent >= from)?.[0] ?? 'low',
    method: alreadyOptimized ? 'none' : method,
    already_optimized: alreadyOptimized,
    confidence: figure.confidence,
    interval: { low: Math.min(low, fileBytes), high: Math.min(high, fileBytes), level },
    ...{ color_type: found.colorType, bit_depth: found.bitDepth },
    path: figure.path,
    fallback_reason: [fallback, figure.reason].filter((why) => why !== null).join('; ') || null,
    milliseconds,
  };
}

interface Figure {
  readonly bytes: number;
  readonly interval: Estimate['interval'];
  readonly confidence: Confidence;
  readonly path: string;
  readonly reason: string | null;
}

function ofEstimate(estimate: Estimate): Figure {
  const { predictedBytes: bytes, interval, confidence, estimator: path, reason } = estimate;
  return { bytes, interval, confidence, path, reason };
}

/** What was made is what it weighs. */
function ofResult({ optimizedBytes: bytes }: OptimizeResult): Figure {
  const interval = { low: bytes, high: bytes, level: intervalLevel } as const;
  return { bytes, interval, confidence: 'high', path: 'optimized', reason: null };
}
