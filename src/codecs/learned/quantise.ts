import { WorkError } from '../../base/errors.js';
import type { LatentShape } from '../../entropy/latents.js';
import type { CodecCard } from '../../models/codec-card.js';
import type { Tensor } from '../../runtimes/onnx/session.js';
import { dequantiseRanged, type Ranged } from './ranged.js';

/** Step of the quantiser at a rate of 0..1000: first * ratio ^ (rate / 1000), or 1. */
export function stepOf(law: CodecCard['rate'], rate: number): number {
  return 'first' in law ? law.first * law.ratio ** (rate / 1000) : 1;
}

/** How large a symbol of 1 is among coefficients: those of some graphs come in steps. */
export function unitOf({ units, rate: law }: CodecCard, rate: number): number {
  return units === 'steps' ? 1 : stepOf(law, rate);
}

/**
 * Coefficients to symbols: sign(c) * floor(|c| / unit + rounding), cut to -limit..limit.
 * @param rounding 0.5 rounds to the nearest; less is a dead zone around 0
 * @throws WorkError for a coefficient that is no number
 */
export function quantise(
  coefficients: Float32Array,
  {
    unit,
    rounding,
    limit,
  }: { readonly unit: number; readonly rounding: number; readonly limit: number },
): Int16Array {
  const symbols = new Int16Array(coefficients.length);
  const inverse = 1 / unit;
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

/** Symbols to what a synthesis takes: symbol * unit. */
export function dequantise(symbols: Int16Array, unit: number): Float32Array {
  const values = new Float32Array(symbols.length);
  for (let i = 0; i < values.length; i++) values[i] = symbols[i]! * unit;
  return values;
}

/** What a synthesis takes of a group; channels that are not coded are 0. */
export function standsFor(
  group: LatentShape & {
    readonly data: Int16Array;
    readonly filters: number;
    readonly values: Float32Array | null;
    readonly ranged: Ranged | null;
  },
  unit: number,
): Tensor {
  const { channels, height, width, data, filters, values, ranged } = group;
  const dims = [1, filters, height, width];
  const coded = values ?? (ranged ? dequantiseRanged(data, ranged) : dequantise(data, unit));
  if (filters === channels) return { dims, data: coded };
  const all = new Float32Array(filters * height * width);
  all.set(coded);
  return { dims, data: all };
}
