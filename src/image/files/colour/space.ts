import type { Matrix } from './matrix.js';
import {
  type Chromaticities,
  srgbPrimaries,
  toLinearSrgb,
  withStandardValues,
} from './primaries.js';
import { type Curve, srgbToLinear } from './transfer.js';

/** What samples of a picture mean: the way from them to linear sRGB. */
export interface ColourSpace {
  /** Light 0..1 of a sample 0..1, one for all channels or one for each. */
  readonly curves: readonly [Curve] | readonly [Curve, Curve, Curve];
  /**
   * Turns what the curves gave, three values in place, into linear sRGB, which may lie outside 0..1;
   * null where they are that already, and for grey. It is passed over for a grey picture.
   */
  readonly mix: ((rgb: Float64Array) => void) | null;
}

/** Rows that add up to 1 but for this are meant to leave grey as it is. */
const neutralTolerance = 1e-3;

/** Mixes by a matrix whose rows, where they all but add up to 1, add up to 1 exactly. */
export function mixer(matrix: Matrix): (rgb: Float64Array) => void {
  const sums = [0, 3, 6].map((at) => matrix[at]! + matrix[at + 1]! + matrix[at + 2]!);
  const isNeutral = sums.every((sum) => Math.abs(sum - 1) < neutralTolerance);
  const [a, b, c, d, e, f, g, h, i] = isNeutral
    ? matrix.map((value, at) => value / sums[Math.floor(at / 3)]!)
    : matrix;
  return (rgb) => {
    const [red, green, blue] = [rgb[0]!, rgb[1]!, rgb[2]!];
    rgb[0] = a! * red + b! * green + c! * blue;
    rgb[1] = d! * red + e! * green + f! * blue;
    rgb[2] = g! * red + h! * green + i! * blue;
  };
}

/**
 * The space of one curve and these primaries, by default sRGB's; null where they are no triangle around
 * a white. Values of a standard that were rounded are taken as the standard's.
 */
export function spaceOf(curve: Curve, given: Chromaticities = srgbPrimaries): ColourSpace | null {
  const primaries = withStandardValues(given);
  const isSrgb = (['white', 'red', 'green', 'blue'] as const).every((name) =>
    primaries[name].every((value, i) => value === srgbPrimaries[name][i]),
  );
  if (isSrgb) return { curves: [curve], mix: null };
  const matrix = toLinearSrgb(primaries);
  return matrix === null ? null : { curves: [curve], mix: mixer(matrix) };
}

/** sRGB itself. */
export const srgbSpace: ColourSpace = { curves: [srgbToLinear], mix: null };
