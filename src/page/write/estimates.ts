import { confidences } from '../../base/confidence.js';
import type { ScoredEstimate } from '../../leaderboard/estimate-scores.js';
import { compare, obtain } from '../../leaderboard/record-groups.js';
import type { Leaderboard } from '../../leaderboard/schema.js';
import { curveKey } from '../../results/identity.js';
import type { EstimateSeries, PageEstimates } from '../model/estimates-file.js';

/** Significant digits of a share of time. */
const digits = 5;

/** What the page shows of estimates. Pure; in an order that does not depend on that of the records. */
export function estimatesOf(
  rows: Leaderboard['estimates'],
  scores: readonly ScoredEstimate[],
): PageEstimates {
  const named = new Map<string, PageEstimates['images'][number]>();
  for (const { record } of scores) {
    const { dataset, image: name } = record;
    named.set(JSON.stringify([dataset, name]), { dataset, name });
  }
  const keys = [...named.keys()].sort(compare);
  const places = new Map(keys.map((key, place) => [key, place]));
  const series = new Map<string, EstimateSeries>();
  for (const score of scores) {
    const { record, label, setting, megapixels, actualBytes, covered, timeShare } = score;
    const { estimator, codec, engine, content, dataset, image, predictedBytes } = record;
    if (content === null || predictedBytes === null) continue;
    const { confidence, interval, knob } = record;
    const key = JSON.stringify([estimator, curveKey(record, knob), content, setting, megapixels]);
    const own = obtain(series, key, () => ({
      ...{ estimator, codec, label, engine, content, setting, megapixels, points: [] },
    }));
    own.points.push([
      ...([places.get(JSON.stringify([dataset, image]))!, actualBytes, predictedBytes] as const),
      covered === null ? null : interval!.low,
      covered === null ? null : interval!.high,
      confidence === null ? null : confidences.indexOf(confidence),
      timeShare === null ? null : Number(timeShare.toPrecision(digits)),
    ]);
  }
  for (const { points } of series.values()) points.sort((a, b) => a[0] - b[0]);
  return {
    rows: [...rows],
    images: keys.map((key) => named.get(key)!),
    series: [...series].sort(([a], [b]) => compare(a, b)).map(([, own]) => own),
  };
}
