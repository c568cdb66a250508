import { evaluate, pchip } from './cubic.js';

/** A point by its place on a ladder of knob values. */
export interface PlacedPoint {
  readonly place: number;
  readonly quality: number;
  readonly bytes: number;
}

/** Quality by place, as far as the points tell. */
export type KnobModel = (place: number) => number;

/**
 * Draws quality over the places of a knob: through the points; where there is a guide, its curve, moved
 * so that it goes through the points. Beyond them it goes on straight. Null where two points are lacking.
 * @param guide the curve of another picture
 */
export function drawKnobModel(
  points: readonly PlacedPoint[],
  guide: readonly PlacedPoint[],
): KnobModel | null {
  const shape = lineThrough(sortedByPlace(guide));
  const own = sortedByPlace(points);
  if (shape === null) return lineThrough(own);
  const residuals = own.map(({ place, quality }) => [place, quality - shape(place)] as const);
  return (place) => shape(place) + between(residuals, place);
}

/**
 * How much ln(bytes) rises with quality where a curve reaches a quality: the slope of the part of it
 * that holds the quality, or of the nearest. Null where two points of unlike quality are lacking.
 */
export function byteSlope(points: readonly PlacedPoint[], quality: number): number | null {
  const sorted = points
    .filter((point) => Number.isFinite(point.quality))
    .toSorted((a, b) => a.quality - b.quality);
  const parts = sorted.slice(1).flatMap((high, i) => {
    const low = sorted[i]!;
    const rise = high.quality - low.quality;
    const slope = Math.log(high.bytes / low.bytes) / rise;
    const distance = Math.max(low.quality - quality, quality - high.quality, 0);
    return rise > 0 && slope > 0 ? [{ slope, distance }] : [];
  });
  return parts.toSorted((a, b) => a.distance - b.distance)[0]?.slope ?? null;
}

/** Finite points by place; of several at one place the last. */
function sortedByPlace(points: readonly PlacedPoint[]): PlacedPoint[] {
  const finite = points.filter(({ quality }) => Number.isFinite(quality));
  const byPlace = new Map(finite.map((point) => [point.place, point]));
  return [...byPlace.values()].sort((a, b) => a.place - b.place);
}

/** PCHIP within the points, straight on beyond them, and never falling there. */
function lineThrough(points: readonly PlacedPoint[]): KnobModel | null {
  const [first, second] = points;
  const [last, before] = [points.at(-1), points.at(-2)];
  if (!(first && second && last && before)) return null;
  const curve = pchip(
    points.map(({ place }) => place),
    points.map(({ quality }) => quality),
  );
  const slopeOf = (a: PlacedPoint, b: PlacedPoint) => (b.quality - a.quality) / (b.place - a.place);
  const rise = Math.max(slopeOf(first, last), 0);
  const [start, end] = [slopeOf(first, second), slopeOf(before, last)].map((slope) =>
    slope > 0 ? slope : rise,
  );
  return (place) => {
    if (place < first.place) return first.quality + start! * (place - first.place);
    if (place > last.place) return last.quality + end! * (place - last.place);
    return evaluate(curve, place);
  };
}

/** Linear between the pairs, constant beyond them, 0 without any. */
function between(pairs: readonly (readonly [x: number, y: number])[], at: number): number {
  const above = pairs.findIndex(([x]) => x >= at);
  if (above === 0) return pairs[0]![1];
  if (above < 0) return pairs.at(-1)?.[1] ?? 0;
  const [[x0, y0], [x1, y1]] = [pairs[above - 1]!, pairs[above]!];
  return y0 + ((y1 - y0) * (at - x0)) / (x1 - x0);
}
