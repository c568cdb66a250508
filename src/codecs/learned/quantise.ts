import { WorkError } from '../../errors.js';

/** Step of the quantiser at a rate of 0..1000: first * ratio ^ (rate / 1000). */
export function stepOf(
  { first, ratio }: { readonly first: number; readonly ratio: number },
  rate: number,
): number {
  return first * ratio ** (rate / 1000);
}

/**
 * Coefficients to symbols: sign(c) * floor(|c| / step + rounding), cut to -limit..limit.
 * @param rounding 0.5 rounds to the nearest; less is a dead zone around 0
 * @throws WorkError for a coefficient that is no number
 */
export function quantise(
  coefficients: Float32Array,
  {
    step,
    rounding,
    limit,
  }: { readonly step: number; readonly rounding: number; readonly limit: number },
): Int16Array {
  const symbols = new Int16Array(coefficients.length);
  const inverse = 1 / step;
  let unfit = 0;
  for (let i = 0; i < symbols.length; i++) {
    const scaled = coefficients[i]! * inverse;
    const magnitude = Math.min(limit, Math.floor(Math.abs(scaled) + rounding));
    if (!(magnitude >= 0)) unfit += 1;
    symbols[i] = scaled < 0 ? -magnitude : magnitude;
  }
  if (unfit > 0)
    throw new WorkError(`the analysis gives ${unfit} coefficients that are no numbers`);
  return symbols;
}

/** Symbols to what a synthesis takes: symbol * step. */
export function dequantise(symbols: Int16Array, step: number): Float32Array {
  const values = new Float32Array(symbols.length);
  for (let i = 0; i < values.length; i++) values[i] = symbols[i]! * step;
  return values;
}
