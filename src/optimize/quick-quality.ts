import type { Source } from './contract.js';
import { qualityOfJudgement } from './goal.js';
import type { Judge } from './judge.js';
import { quickJpegOf } from './quick-jpeg.js';

/**
 * Quality of the quick JPEG, by the metric of a judge, by which it is told where the curves of a picture lie.
 * Undefined where a JPEG does not show the picture, and where the metric has no value of it.
 */
export async function quickQualityOf(source: Source, judge: Judge): Promise<number | undefined> {
  const { hasAlpha, frames } = source.facts;
  const bytes = hasAlpha || frames > 1 ? null : await quickJpegOf(source);
  if (bytes === null) return undefined;
  return qualityOfJudgement(judge.metric, await judge.judge(bytes, 'jpeg')) ?? undefined;
}
