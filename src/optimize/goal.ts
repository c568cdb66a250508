import type { Metric } from '../metrics/metric.js';
import { qualityOf } from '../pick/target.js';
import type { Candidate } from './candidate.js';
import type { Judgement } from './judge.js';
import type { Goal } from './task.js';

/** A judgement as a number that rises with quality; infinite where every sample is as it was. */
export function qualityOfJudgement(metric: Metric, { value, isExact }: Judgement): number | null {
  if (isExact) return Number.POSITIVE_INFINITY;
  return value === null ? null : qualityOf(metric, value);
}

/** Whether a file meets both bounds of a goal. One that no metric can score meets no score. */
export function meets(metric: Metric, goal: Goal | null, candidate: Candidate): boolean {
  if (goal === null) return true;
  const { score, maxBytes } = goal;
  if (maxBytes !== null && candidate.size > maxBytes) return false;
  if (score === null) return true;
  const quality = qualityOfJudgement(metric, candidate.judgement);
  return quality !== null && quality >= qualityOf(metric, score);
}
