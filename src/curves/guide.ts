import { mean } from '../base/statistics.js';
import type { KnobPoint } from './target-search.js';
import { type Features, tiltWeights } from './tilt.js';

/** The curve of one picture in a family: a codec over its knob. */
export interface FamilyCurve {
  /** Ascending. */
  readonly knobs: readonly number[];
  /** For each knob; rises with quality. */
  readonly qualities: readonly number[];
  /** Bytes for each pixel, for each knob. */
  readonly bytes: readonly number[];
  /** Bytes for each pixel of a JPEG of quality 75: how busy the picture is. */
  readonly jpegBytes: number;
  /** Quality of that JPEG, by the metric of the curve; absent where it is not known. */
  readonly jpegQuality?: number | undefined;
}

/** What is known of the quick JPEG of the picture at hand, `jpeg:quality=75`. */
export interface QuickJpeg {
  /** For each pixel. */
  readonly bytes?: number | undefined;
  /** By the metric of the family. */
  readonly quality?: number | undefined;
}

/** A value of the knob that was tried on the picture at hand. */
interface Measured {
  readonly knob: number;
  readonly quality: number;
}

/** Share of the spread of a family within which a curve counts as near. */
const nearness = 0.3;

/** Within how much of ln(bytes) the quick JPEG of a picture counts as near. */
const busyNearness = 0.4;

/** Weight of a curve that nothing speaks for: where all are far, all count alike. */
const leastWeight = 1e-9;

/**
 * The mean curve of a family, each weighted by how near it comes to what was measured: Gaussian in the
 * mean squared distance over 0.3 of the family's spread; and by how near its picture's quick JPEG is. Where
 * the quality of that JPEG is known, of all pictures, it is the curve that a regression by size and quality of
 * the JPEG expects.
 * @param family curves over the same knobs; none gives no curve
 * @param quick of the picture at hand; all pictures are as near where its size is not known
 */
export function guideFrom(
  family: readonly FamilyCurve[],
  measured: readonly Measured[],
  quick: QuickJpeg = {},
): KnobPoint[] {
  const [first] = family;
  if (first === undefined) return [];
  const spread = nearness * spreadOf(family);
  const weights = family.map((curve) => {
    const squares = measured
      .filter(({ quality }) => Number.isFinite(quality))
      .map(({ knob, quality }) => ((qualityAt(curve, knob) - quality) / spread) ** 2);
    const sum = squares.reduce((a, b) => a + b, 0);
    const apart =
      quick.bytes === undefined ? 0 : Math.log(curve.jpegBytes / quick.bytes) / busyNearness;
    return Math.exp(-(sum / Math.max(1, squares.length) + apart ** 2) / 2) + leastWeight;
  });
  const shares = sharesOf(family, weights, quick);
  const weighted = (of: (curve: FamilyCurve) => number): number =>
    family.reduce((sum, curve, i) => sum + shares[i]! * of(curve), 0);
  return first.knobs.map((knob, i) => ({
    knob,
    quality: weighted(({ qualities }) => qualities[i]!),
    bytes: Math.exp(weighted(({ bytes }) => Math.log(bytes[i]!))),
  }));
}

/** Shares that the curves have in the guide. */
function sharesOf(
  family: readonly FamilyCurve[],
  weights: readonly number[],
  { bytes, quality }: QuickJpeg,
): number[] {
  const told = family.flatMap(({ jpegBytes, jpegQuality }) =>
    jpegQuality === undefined ? [] : [{ size: Math.log(jpegBytes), quality: jpegQuality }],
  );
  const isTold = told.length === family.length && bytes !== undefined;
  if (!isTold || quality === undefined || !Number.isFinite(quality)) {
    const total = weights.reduce((a, b) => a + b, 0);
    return weights.map((weight) => weight / total);
  }
  const bySize = standardOf(told.map((each) => each.size));
  const byQuality = standardOf(told.map((each) => each.quality));
  const features = told.map((each): Features => [bySize(each.size), byQuality(each.quality)]);
  return tiltWeights(weights, features, [bySize(Math.log(bytes)), byQuality(quality)]);
}

/** Standard scores among some values. */
function standardOf(values: readonly number[]): (value: number) => number {
  const middle = mean(values);
  const deviation = Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
  return (value) => (value - middle) / Math.max(1e-6, deviation);
}

/** Mean standard deviation of the qualities at a knob; above 0. */
export function spreadOf(family: readonly FamilyCurve[]): number {
  const deviations = family[0]!.knobs.map((_, i) => {
    const values = family.map(({ qualities }) => qualities[i]!);
    const middle = mean(values);
    return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
  });
  return Math.max(1e-6, mean(deviations));
}

/** Straight between the knobs, as at the ends beyond them. */
function qualityAt({ knobs, qualities }: FamilyCurve, knob: number): number {
  const above = knobs.findIndex((each) => each >= knob);
  if (above === 0) return qualities[0]!;
  if (above < 0) return qualities.at(-1)!;
  const [low, high] = [knobs[above - 1]!, knobs[above]!];
  const share = (knob - low) / (high - low);
  return qualities[above - 1]! * (1 - share) + qualities[above]! * share;
}
