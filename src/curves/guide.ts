import { mean } from '../base/statistics.js';
import type { KnobPoint } from './target-search.js';

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
 * mean squared distance over 0.3 of the family's spread; and by how near its picture's quick JPEG is.
 * @param family curves over the same knobs; none gives no curve
 * @param jpegBytes of the picture at hand, for each pixel; all pictures are as near where it is not known
 */
export function guideFrom(
  family: readonly FamilyCurve[],
  measured: readonly Measured[],
  jpegBytes?: number,
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
      jpegBytes === undefined ? 0 : Math.log(curve.jpegBytes / jpegBytes) / busyNearness;
    return Math.exp(-(sum / Math.max(1, squares.length) + apart ** 2) / 2) + leastWeight;
  });
  const total = weights.reduce((a, b) => a + b, 0);
  const weighted = (of: (curve: FamilyCurve) => number): number =>
    family.reduce((sum, curve, i) => sum + weights[i]! * of(curve), 0) / total;
  return first.knobs.map((knob, i) => ({
    knob,
    quality: weighted(({ qualities }) => qualities[i]!),
    bytes: Math.exp(weighted(({ bytes }) => Math.log(bytes[i]!))),
  }));
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
