import { WorkError } from '../../base/errors.js';
import type { DistributionTable } from '../../entropy/distribution.js';
import {
  type BitReader,
  type BitWriter,
  createBitReader,
  createBitWriter,
} from '../../entropy/distributions/bit-fields.js';
import { fromMasses } from '../../entropy/distributions/quantise.js';
import { measuredLimit } from '../../models/codec-card.js';

/** Symbols that were counted by one distribution: how often each came, from the smallest on. */
export interface Histogram {
  readonly smallest: number;
  readonly counts: readonly number[];
}

const precision = 14;

/** Counts the symbols of each of `count` distributions, in place of an encoder. */
export function createCounter(count: number) {
  // Predicted from symbols within the limit, a symbol is off by twice that at most.
  const width = 4 * measuredLimit + 1;
  const counts = Array.from({ length: count }, () => new Uint32Array(width));
  return {
    push(symbols: Int16Array, indexes: Uint16Array): void {
      for (let i = 0; i < symbols.length; i++) {
        counts[indexes[i]!]![symbols[i]! + 2 * measuredLimit]! += 1;
      }
    },
    histograms(): Histogram[] {
      return counts.map((each) => {
        const first = Math.max(
          0,
          each.findIndex((share) => share > 0),
        );
        const last = each.findLastIndex((share) => share > 0);
        const found = Array.from(each.subarray(first, last + 1));
        return found.length === 0
          ? { smallest: 0, counts: [1] }
          : { smallest: first - 2 * measuredLimit, counts: found };
      });
    },
  };
}

/**
 * Histograms as they are sent: each count as a level of the scale of `weightOf`, a quarter of an
 * octave a level, which costs about 0.1 % of the symbols' bits; levels as differences from the line
 * through the two before.
 */
export function writeHistograms(histograms: readonly Histogram[]): Uint8Array {
  const bits = createBitWriter();
  for (const { smallest, counts } of histograms) {
    writeSigned(bits, smallest, 2);
    writeUnsigned(bits, counts.length - 1, 2);
    const levels: number[] = [];
    for (const count of counts) {
      const level = levelOf(count);
      if (levels.length === 0) writeUnsigned(bits, level, 3);
      else writeSigned(bits, level - expected(levels), 2);
      levels.push(level);
    }
  }
  return bits.finish();
}

/**
 * The distributions of histograms that were sent, `count` of them, in whole numbers alone.
 * @throws WorkError for bytes that hold something else
 */
export function readHistograms(bytes: Uint8Array, count: number): DistributionTable {
  const bits = createBitReader(bytes);
  const fail = (cause: string): never => {
    throw new WorkError(`the measured distributions are damaged: ${cause}`);
  };
  const distributions = Array.from({ length: count }, () => {
    const offset = readSigned(bits, 2);
    const slots = readUnsigned(bits, 2) + 1;
    if (slots > 4 * measuredLimit + 1 || Math.abs(offset) > 2 * measuredLimit) {
      fail(`${slots} symbols from ${offset} on`);
    }
    const levels: number[] = [];
    for (let slot = 0; slot < slots; slot++) {
      const level = slot === 0 ? readUnsigned(bits, 3) : readSigned(bits, 2) + expected(levels);
      if (level < 0 || level > highestLevel) fail(`a share of level ${level}`);
      levels.push(level);
    }
    return fromMasses(offset, levels.map(weightOf), { precision });
  });
  bits.finish();
  return { precision, distributions };
}

/** Levels 0..4 n are up to 2^n; beyond 2^31 symbols of one value no picture goes. */
const highestLevel = 125;
const mantissas = [16, 19, 23, 27];

/** 0 for 0, else 1 + 4 log2 of the count, rounded. */
function levelOf(count: number): number {
  return count === 0 ? 0 : 1 + Math.round(4 * Math.log2(count));
}

/** What a level stands for, in sixteenths. */
function weightOf(level: number): number {
  if (level === 0) return 8;
  return mantissas[(level - 1) % 4]! * 2 ** Math.floor((level - 1) / 4);
}

/** The line through the last two levels, neither below 0 nor soaring. */
function expected(levels: readonly number[]): number {
  const last = levels.at(-1)!;
  const slope = last - (levels.at(-2) ?? last);
  return Math.max(0, Math.min(last + slope, last + 12));
}

/** Exp-Golomb code of this order, whose small numbers take so many bits beside the first. */
function writeUnsigned(bits: BitWriter, value: number, order: number): void {
  bits.writeGolomb(value >> order);
  bits.write(value & (2 ** order - 1), order);
}

function readUnsigned(bits: BitReader, order: number): number {
  return bits.readGolomb() * 2 ** order + bits.read(order);
}

/** 0, -1, 1, -2, … as 0, 1, 2, 3, … */
function writeSigned(bits: BitWriter, value: number, order: number): void {
  writeUnsigned(bits, value < 0 ? -2 * value - 1 : 2 * value, order);
}

function readSigned(bits: BitReader, order: number): number {
  const code = readUnsigned(bits, order);
  return code % 2 === 0 ? code / 2 : -(code + 1) / 2;
}
