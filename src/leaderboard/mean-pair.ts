import { mean } from '../base/statistics.js';
import { fewestPoints } from '../curves/bd-rate.js';
import { commonImages } from '../curves/common-images.js';
import { fromQuality, toQuality } from '../curves/quality-scale.js';
import { curveAt, type MetricPoint, placeOf } from './image-curves.js';
import type { MetricCurve } from './metric-curves.js';

/** Two mean curves over the same images. */
export interface MeanPair {
  readonly anchor: readonly MetricPoint[];
  readonly test: readonly MetricPoint[];
  /** How many images they are over; null where it is all of the group. */
  readonly images: number | null;
}

/**
 * The mean curves of two codecs: over all images, through the points at which all of them have a
 * value; where these are too few for a BD-rate, over those images that have values enough, see
 * `commonImages`. Both without points where there are none.
 */
export function pairMeans(anchor: MetricCurve, test: MetricCurve): MeanPair {
  const whole = { anchor: anchor.mean, test: test.mean, images: null };
  const enough = [anchor, test].every(({ mean: points }) => points.length >= fewestPoints);
  if (enough || [anchor, test].some(isEmpty)) return whole;
  const images = commonImages(pointsOf(anchor), pointsOf(test));
  if (images.length === 0) return whole;
  const over = (curve: MetricCurve): MetricPoint[] => meanOver(curve, images);
  return { anchor: over(anchor), test: over(test), images: images.length };
}

function isEmpty({ images }: MetricCurve): boolean {
  return images.images.length === 0;
}

function pointsOf({ images }: MetricCurve): Map<number, Set<number>> {
  const { starts, point } = images;
  const of = (place: number) => new Set(point.subarray(starts[place]!, starts[place + 1]!));
  return new Map(Array.from(images.images, (image, place) => [image, of(place)]));
}

/** The mean curve over some images: of the points at which all of them have a value. */
function meanOver({ images, scale }: MetricCurve, chosen: readonly number[]): MetricPoint[] {
  const all = chosen.flatMap((image) => curveAt(images, placeOf(images, image)!));
  const places = [...new Set(all.map(({ point }) => point))].sort((a, b) => a - b);
  return places.flatMap((point) => {
    const own = all.filter((each) => each.point === point);
    if (own.length < chosen.length || scale === null) return [];
    // The mean is of the metric's values, as that over all images is.
    const value = mean(own.map(({ quality }) => fromQuality(quality, scale)));
    return [{ rate: mean(own.map(({ rate }) => rate)), quality: toQuality(value, scale), point }];
  });
}

/**
 * Why two curves have no figure by a metric: of the one that has too few points with values, what it
 * lacks. Null where both have enough.
 */
export function whyFew(anchor: MetricCurve, test: MetricCurve): string | null {
  for (const [name, curve] of [
    ['anchor', anchor],
    ['test', test],
  ] as const) {
    const lack = lackOf(curve);
    if (lack !== null) return `the ${name} ${lack}`;
  }
  const few = [anchor, test].some(({ mean: points }) => points.length < fewestPoints);
  if (!few || pairMeans(anchor, test).images !== null) return null;
  return `there are no ${fewestPoints} points of both curves at which the same images have a value of ${test.metric}`;
}

function lackOf({ metric, version, points, images, infinite }: MetricCurve): string | null {
  if (version === null) return `has no value of ${metric}`;
  if (images.images.length === 0) {
    return infinite > 0
      ? `has infinite ${metric} on every image: there is no quality to compare at`
      : `has no value of ${metric} on any image`;
  }
  const { starts } = images;
  const most = starts.reduce(
    (top, end, place) => Math.max(top, end - (starts[place - 1] ?? end)),
    0,
  );
  if (most >= fewestPoints) return null;
  const noun = most === 1 ? 'point' : 'points';
  if (points < fewestPoints)
    return `has ${points} ${points === 1 ? 'point' : 'points'}; ${fewestPoints} are needed`;
  return `has a value of ${metric} at ${most} ${noun} of an image at most; ${fewestPoints} are needed`;
}
