import { mean } from '../base/statistics.js';
import { sum } from '../base/sums.js';
import type { KnobPoint } from '../curves/target-search.js';
import type { ImageRef } from '../datasets/dataset.js';
import type { Metric } from '../metrics/metric.js';
import { qualityOf } from './target.js';

/** What one picture came to at one value of a rate knob. */
export interface Sample {
  readonly bytes: number;
  readonly pixels: number;
  /** The metric's value; null where the metric sees no difference. */
  readonly value: number | null;
  /** Whether the original's alpha, if it has one, came back: as it was, not at all, or near to it. */
  readonly alpha: 'kept' | 'lost' | 'differs';
}

/** Samples of a curve: by the value of its knob, then by the SHA-256 of the picture. */
export type Samples = ReadonlyMap<number, ReadonlyMap<string, Sample>>;

/** What all pictures came to at one value of a rate knob. */
export interface FolderPoint extends KnobPoint {
  /** Mean of the metric's values; null where it sees no difference in any picture. */
  readonly score: number | null;
  /** Of all pictures. */
  readonly pixels: number;
  /** In the order of the pictures. */
  readonly bytesOf: readonly number[];
  /** The picture that came out worst, with its value; null where all are without difference. */
  readonly worst: { readonly image: string; readonly value: number } | null;
  /** Pictures whose alpha did not come back. */
  readonly alphaLost: number;
  /** Pictures whose alpha came back otherwise. */
  readonly alphaDiffers: number;
}

/** Which of a metric's facts a point needs. */
export type PointMetric = Pick<Metric, 'scale' | 'better'>;

/**
 * The points of a curve that have a sample of every picture. Pictures that come back without a
 * difference are in no mean, unless all do.
 */
export function folderPoints(
  samples: Samples,
  images: readonly ImageRef[],
  metric: PointMetric,
): FolderPoint[] {
  return [...samples].flatMap(([knob, bySha]) => {
    const found = images.map(({ sha256 }) => bySha.get(sha256));
    if (images.length === 0 || found.includes(undefined)) return [];
    return [pointOf(knob, found as Sample[], images, metric)];
  });
}

function pointOf(
  knob: number,
  found: readonly Sample[],
  images: readonly ImageRef[],
  metric: PointMetric,
): FolderPoint {
  const scored = found.flatMap(({ value }, i) =>
    value === null ? [] : [{ image: images[i]!.name, value }],
  );
  const score = scored.length === 0 ? null : mean(scored.map(({ value }) => value));
  const byQuality = scored.toSorted(
    (a, b) => qualityOf(metric, a.value) - qualityOf(metric, b.value),
  );
  return {
    knob,
    quality: qualityOf(metric, score),
    bytes: sum(found.map(({ bytes }) => bytes)),
    score,
    pixels: sum(found.map(({ pixels }) => pixels)),
    bytesOf: found.map(({ bytes }) => bytes),
    worst: byQuality[0] ?? null,
    alphaLost: found.filter(({ alpha }) => alpha === 'lost').length,
    alphaDiffers: found.filter(({ alpha }) => alpha === 'differs').length,
  };
}
