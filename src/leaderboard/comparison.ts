import { type Interval, mean } from '../statistics.js';
import { type BdRate, bdDistortion, bdRateOf, type Drawn, drawRate } from './bdrate.js';
import type { MetricCurve } from './curves.js';
import { matchCurves, type PairTimes } from './matched.js';
import type { Comparison } from './schema.js';

/** The curve that others are compared with, by one metric, drawn once for all of them. */
export interface Anchor {
  readonly curve: MetricCurve;
  readonly mean: Drawn;
  readonly images: ReadonlyMap<number, Drawn>;
}

/** Draws the anchor's mean curve and that of each image. */
export function drawAnchor(curve: MetricCurve): Anchor {
  const images = [...curve.images].map(([image, points]) => [image, drawRate(points)] as const);
  return { curve, mean: drawRate(curve.mean), images: new Map(images) };
}

/** Compares a curve with an anchor: by mean curves, image by image, and by matched pairs. */
export function compareCurves(
  anchor: Anchor,
  test: MetricCurve,
  {
    interval,
    times = [],
  }: {
    /** Of a mean, see `meanIntervals`. */
    readonly interval: (values: readonly number[]) => Interval;
    readonly times?: readonly PairTimes[];
  },
): Omit<Comparison, 'times'> {
  const { metric, version } = test;
  const known = anchor.curve.version;
  if (version !== null && known !== null && version !== known) {
    const reason = `${metric} is of version ${known} of the anchor, and of ${version} of the test`;
    const nothing = { percent: null, overlap: null, distortion: null, images: null, matched: null };
    return { metric, ...nothing, reason };
  }
  const { percent, overlap, reason } = bdRateOf(anchor.mean, drawRate(test.mean));
  const { difference } = bdDistortion(anchor.curve.mean, test.mean);
  const common: BdRate[] = [];
  for (const [image, points] of test.images) {
    const other = anchor.images.get(image);
    if (other) common.push(bdRateOf(other, drawRate(points)));
  }
  const found = common.flatMap((each) => each.percent ?? []);
  const n = found.length;
  const images =
    n === 0 ? null : { percent: mean(found), ...interval(found), n, of: common.length };
  const matched = matchCurves(anchor.curve, test, times);
  return { metric, percent, overlap, reason, distortion: difference, images, matched };
}
