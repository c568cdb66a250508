import { WorkError } from '../../base/errors.js';
import type { RangedCard } from '../../models/ranged-card.js';
import { createByteReader, createByteWriter } from './bytes.js';

/** A quantiser by ranges with the ranges of a picture. */
export interface Ranged extends RangedCard {
  /** Of each channel the least and the greatest coefficient. */
  readonly ranges: Float32Array;
}

const { fround } = Math;

/**
 * Coefficients to symbols, all in float32 as MCUCoder has it: floor((c - least) / (greatest - least)
 * * most), of that floor(… / step); 0 throughout a channel whose coefficients are all the same. Fills
 * in the ranges.
 * @param coefficients channel by channel
 * @throws WorkError for a coefficient that is no number
 */
export function quantiseRanged(
  coefficients: Float32Array,
  { most, step, ranges }: Ranged,
): Int16Array {
  const symbols = new Int16Array(coefficients.length);
  const channels = ranges.length / 2;
  const plane = coefficients.length / channels;
  for (let channel = 0; channel < channels; channel++) {
    const values = coefficients.subarray(channel * plane, (channel + 1) * plane);
    let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    let unfit = 0;
    for (const value of values) {
      if (!Number.isFinite(value)) unfit += 1;
      if (value < least) least = value;
      if (value > greatest) greatest = value;
    }
    if (unfit > 0) {
      throw new WorkError(`the analysis gives ${unfit} coefficients that are no numbers`);
    }
    ranges.set([least, greatest], 2 * channel);
    const span = fround(greatest - least);
    if (span === 0) continue;
    for (let i = 0; i < plane; i++) {
      const share = fround(fround(fround(values[i]! - least) / span) * most);
      symbols[channel * plane + i] = Math.floor(Math.floor(share) / step);
    }
  }
  return symbols;
}

/** Symbols to what a synthesis takes: least + (greatest - least) * symbol * step / most. */
export function dequantiseRanged(
  symbols: Int16Array,
  { most, step, ranges }: Ranged,
): Float32Array {
  const values = new Float32Array(symbols.length);
  const channels = ranges.length / 2;
  const plane = symbols.length / channels;
  for (let channel = 0; channel < channels; channel++) {
    const [least, greatest] = [ranges[2 * channel]!, ranges[2 * channel + 1]!];
    const span = fround(greatest - least);
    for (let i = channel * plane; i < (channel + 1) * plane; i++) {
      const share = fround((symbols[i]! * step) / most);
      values[i] = fround(fround(share * span) + least);
    }
  }
  return values;
}

/** What carries ranges, where it has any. */
interface WithRanges {
  readonly id: string;
  readonly ranged: Ranged | null;
}

/** The ranges of all groups, float32 with the lowest byte first, before what else was measured. */
export function writeRanges(groups: readonly WithRanges[], measured: Uint8Array): Uint8Array {
  if (groups.every(({ ranged }) => ranged === null)) return measured;
  const writer = createByteWriter();
  for (const { ranged } of groups) {
    if (ranged === null) continue;
    const bytes = new Uint8Array(4 * ranged.ranges.length);
    const view = new DataView(bytes.buffer);
    ranged.ranges.forEach((value, i) => {
      view.setFloat32(4 * i, value, true);
    });
    writer.bytes(bytes);
  }
  writer.bytes(measured);
  return writer.finish();
}

/**
 * Fills in the ranges of groups, and gives what else was measured.
 * @throws WorkError for bytes that are cut short and for ranges that are none
 */
export function readRanges(groups: readonly WithRanges[], bytes: Uint8Array): Uint8Array {
  const reader = createByteReader(bytes, 'the measured distributions');
  let rest = bytes.length;
  for (const { id, ranged } of groups) {
    if (ranged === null) continue;
    const { ranges } = ranged;
    const { buffer, byteOffset, byteLength } = reader.bytes(4 * ranges.length);
    rest -= byteLength;
    const view = new DataView(buffer, byteOffset, byteLength);
    for (let i = 0; i < ranges.length; i++) ranges[i] = view.getFloat32(4 * i, true);
    for (let i = 0; i < ranges.length; i += 2) {
      if (Number.isFinite(ranges[i]! - ranges[i + 1]!) && ranges[i]! <= ranges[i + 1]!) continue;
      throw new WorkError(
        `the measured distributions are damaged: ${id} ranges from ${ranges[i]} to ${ranges[i + 1]}`,
      );
    }
  }
  return reader.bytes(rest);
}
