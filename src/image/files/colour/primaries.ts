import { diagonal, invert, type Matrix, multiply, type Triple, transform } from './matrix.js';

/** A colour as CIE 1931 chromaticities x and y. */
export type Chromaticity = readonly [x: number, y: number];

/** What red, green and blue of a picture are. */
export interface Chromaticities {
  readonly white: Chromaticity;
  readonly red: Chromaticity;
  readonly green: Chromaticity;
  readonly blue: Chromaticity;
}

/** White points, as H.273 (2024) rounds them. */
export const whites = {
  d65: [0.3127, 0.329],
  c: [0.31, 0.316],
  equal: [1 / 3, 1 / 3],
  dci: [0.314, 0.351],
} as const satisfies Record<string, Chromaticity>;

type Xy = Chromaticity;
const colours = (white: Xy, red: Xy, green: Xy, blue: Xy): Chromaticities => ({
  ...{ white, red, green, blue },
});

const ntsc = colours(whites.d65, [0.63, 0.34], [0.31, 0.595], [0.155, 0.07]);

/** ColourPrimaries of H.273 (2024), table 2, by code. 2 is unspecified, the other codes are reserved. */
export const primariesByCode: ReadonlyMap<number, Chromaticities> = new Map([
  [1, colours(whites.d65, [0.64, 0.33], [0.3, 0.6], [0.15, 0.06])],
  [4, colours(whites.c, [0.67, 0.33], [0.21, 0.71], [0.14, 0.08])],
  [5, colours(whites.d65, [0.64, 0.33], [0.29, 0.6], [0.15, 0.06])],
  [6, ntsc],
  [7, ntsc],
  [8, colours(whites.c, [0.681, 0.319], [0.243, 0.692], [0.145, 0.049])],
  [9, colours(whites.d65, [0.708, 0.292], [0.17, 0.797], [0.131, 0.046])],
  [10, colours(whites.equal, [1, 0], [0, 1], [0, 0])],
  [11, colours(whites.dci, [0.68, 0.32], [0.265, 0.69], [0.15, 0.06])],
  [12, colours(whites.d65, [0.68, 0.32], [0.265, 0.69], [0.15, 0.06])],
  [22, colours(whites.d65, [0.63, 0.34], [0.295, 0.605], [0.155, 0.077])],
]);

/** The primaries and the white of sRGB, those of BT.709. */
export const srgbPrimaries: Chromaticities = primariesByCode.get(1)!;

/** Those that people write down with their own rounding: sRGB's, P3's with D65, BT.2020's. */
const standards = [1, 12, 9].map((code) => primariesByCode.get(code)!);

/** The white of the ICC's connection space, D50, as X, Y and Z. ICC.1:2022, 7.2.16. */
export const connectionWhite: Triple = [0.9642, 1, 0.8249];

/** Chromaticities that differ by no more than this are those of a standard, rounded by somebody. */
const roundingOf = 1e-3;

/**
 * The chromaticities with white and primaries that lie within 0.001 of sRGB's, P3's or BT.2020's
 * replaced by those. libjxl does the same when it writes them into a file.
 */
export function withStandardValues(given: Chromaticities): Chromaticities {
  const near = (a: Chromaticity, b: Chromaticity) =>
    a.every((value, i) => Math.abs(value - b[i]!) <= roundingOf);
  const white = [whites.d65, whites.equal, whites.dci].find((each) => near(each, given.white));
  const primaries = standards.find(({ red, green, blue }) => {
    return near(red, given.red) && near(green, given.green) && near(blue, given.blue);
  });
  return { ...given, ...primaries, white: white ?? given.white };
}

/** Linear RGB to X, Y and Z with the luminance 1 of white; null where the three span no triangle. */
function rgbToXyz({ white, red, green, blue }: Chromaticities): Matrix | null {
  const [r, g, b] = [red, green, blue].map(([x, y]) => [x, y, 1 - x - y] as const);
  const columns: Matrix = [
    ...([r![0], g![0], b![0]] as const),
    ...([r![1], g![1], b![1]] as const),
    ...([r![2], g![2], b![2]] as const),
  ];
  const inverse = invert(columns);
  if (inverse === null || !(white[1] > 0)) return null;
  return multiply(columns, diagonal(transform(inverse, whiteXyz(white))));
}

/** A white of luminance 1 as X, Y and Z. */
function whiteXyz([x, y]: Chromaticity): Triple {
  return [x / y, 1, (1 - x - y) / y];
}

/** What cones see, by Bradford's matrix. ICC.1:2022, annex E. */
const bradford: Matrix = [
  0.8951, 0.2664, -0.1614, -0.7502, 1.7135, 0.0367, 0.0389, -0.0685, 1.0296,
];

/** X, Y and Z under one white to those that look alike under another, by Bradford's transform. */
function adapt(from: Triple, to: Triple): Matrix {
  const [source, target] = [transform(bradford, from), transform(bradford, to)];
  const gains = diagonal([target[0] / source[0], target[1] / source[1], target[2] / source[2]]);
  return multiply(invert(bradford)!, multiply(gains, bradford));
}

/** Linear RGB of these primaries to the ICC's connection space; null where they are no triangle. */
function toConnection(given: Chromaticities): Matrix | null {
  const toXyz = rgbToXyz(given);
  return toXyz && multiply(adapt(whiteXyz(given.white), connectionWhite), toXyz);
}

/**
 * Colorants of a profile that differ by no more than this are those of a standard, rounded, or adapted
 * from a white with other decimals, as libjxl's are.
 */
const colorantRounding = 5e-4;

/** The primaries of sRGB, P3 or BT.2020 whose matrix to the connection space this is, or null. */
export function standardOfMatrix(matrix: Matrix): Chromaticities | null {
  const found = standards.find((each) =>
    toConnection(each)!.every((value, i) => Math.abs(value - matrix[i]!) <= colorantRounding),
  );
  return found ?? null;
}

/** X, Y and Z of the ICC's connection space, white D50, to linear sRGB. */
export const connectionToSrgb: Matrix = invert(toConnection(srgbPrimaries)!)!;

/**
 * Linear RGB of these primaries to linear sRGB, white to white; null where they are no triangle
 * around a white.
 */
export function toLinearSrgb(given: Chromaticities): Matrix | null {
  const matrix = toConnection(given);
  return matrix && multiply(connectionToSrgb, matrix);
}
