/** A sample 0..1 to light 0..1, or the other way round. */
export type Curve = (value: number) => number;

/** One way in which samples stand for light. */
export interface Transfer {
  /** As messages call it. */
  readonly title: string;
  /** Light 0..1 of a sample 0..1; null for a function of high dynamic range. */
  readonly toLinear: Curve | null;
}

/** A pure power, `sample ** exponent`. */
export const power =
  (exponent: number): Curve =>
  (sample) =>
    sample ** exponent;

/** IEC 61966-2-1: light of a sample, both 0..1. */
export function srgbToLinear(sample: number): number {
  return sample <= 0.04045 ? sample / 12.92 : ((sample + 0.055) / 1.055) ** 2.4;
}

/** The inverse of a camera's function: a line of the slope up to `knee` in light, then the power 0.45. */
function camera(slope: number, alpha: number, knee: number): Curve {
  return (sample) =>
    sample < slope * knee ? sample / slope : ((sample + alpha - 1) / alpha) ** (1 / 0.45);
}

const logarithm =
  (decades: number): Curve =>
  (sample) =>
    sample <= 0 ? 0 : 10 ** (decades * (sample - 1));

const bt709: Transfer = {
  title: 'BT.709',
  toLinear: camera(4.5, 1.09929682680944, 0.018053968510807),
};

/**
 * TransferCharacteristics of H.273 (2024), table 3, by code: the inverse of the function given there.
 * 2 is unspecified, the other codes are reserved.
 */
export const transferByCode: ReadonlyMap<number, Transfer> = new Map([
  [1, bt709],
  [4, { title: 'gamma 2.2', toLinear: power(2.2) }],
  [5, { title: 'gamma 2.8', toLinear: power(2.8) }],
  [6, bt709],
  [7, { title: 'SMPTE 240M', toLinear: camera(4, 1.111572195921731, 0.022821585529445) }],
  [8, { title: 'linear', toLinear: (sample: number) => sample }],
  [9, { title: 'logarithmic 100:1', toLinear: logarithm(2) }],
  [10, { title: 'logarithmic 316:1', toLinear: logarithm(2.5) }],
  // Of what lies outside 0..1, files of whole numbers hold nothing.
  [11, bt709],
  [12, bt709],
  [13, { title: 'sRGB', toLinear: srgbToLinear }],
  [14, bt709],
  [15, bt709],
  [16, { title: 'PQ (SMPTE ST 2084)', toLinear: null }],
  [17, { title: 'SMPTE ST 428-1', toLinear: (sample: number) => (52.37 / 48) * sample ** 2.6 }],
  [18, { title: 'HLG (ARIB STD-B67)', toLinear: null }],
]);
