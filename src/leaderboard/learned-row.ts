import { type Verified, verifiedParts } from '../base/learned-report.js';
import { sum } from '../base/sums.js';
import type { RdFacts } from '../results/rd-facts.js';
import type { LearnedRow } from './schema.js';

type Learned = NonNullable<RdFacts['learned']>;
type Direction = 'encode' | 'decode';

/** What the records of a row tell of a learned codec, a cell for each image as in `RdColumns`. */
export interface LearnedColumns {
  readonly payloadBytes: Float64Array;
  /** NaN where the model has no estimate. */
  readonly estimatedBits: Float64Array;
  readonly encodeMacs: Float64Array;
  readonly decodeMacs: Float64Array;
  readonly models: readonly string[];
  readonly coders: readonly string[];
  /** The least that a record tells; null where none does. */
  readonly verified: Verified | null;
  /** Parameters and file sizes as in the record that was written last. */
  readonly parts: Learned['parts'];
}

export interface GrowingLearned {
  set(cell: number, learned: Learned | null): void;
  /** @param at when the record of each cell was written */
  finish(order: readonly number[], at: ArrayLike<number>): LearnedColumns | null;
}

/** Columns that still grow. A row of a learned codec has few images, so the reports are kept whole. */
export function growLearned(): GrowingLearned {
  const cells: (Learned | null)[] = [];
  return {
    set: (cell, learned) => {
      cells[cell] = learned;
    },
    finish: (order, at) => {
      const told = order.map((cell) => cells[cell] ?? null);
      const present = order.filter((cell) => cells[cell] != null);
      const last = present.toSorted((a, b) => at[a]! - at[b]!).at(-1);
      if (last === undefined) return null;
      const column = (of: (learned: Learned) => number): Float64Array =>
        Float64Array.from(told, (learned) => (learned === null ? Number.NaN : of(learned)));
      const names = (of: (learned: Learned) => string): string[] =>
        [...new Set(told.flatMap((learned) => (learned === null ? [] : of(learned))))].sort();
      return {
        payloadBytes: column(({ payloadBytes }) => payloadBytes),
        estimatedBits: column(({ estimatedBits }) => estimatedBits ?? Number.NaN),
        encodeMacs: column(({ parts }) => total(parts, 'encode', 'macsPerPixel')),
        decodeMacs: column(({ parts }) => total(parts, 'decode', 'macsPerPixel')),
        models: names(({ model }) => model),
        coders: names(({ coder }) => coder),
        verified:
          verifiedParts.find((each) => told.some((learned) => learned?.verified === each)) ?? null,
        parts: cells[last]!.parts,
      };
    },
  };
}

/**
 * The figures of a learned codec's row: sizes of the graphs that each direction needs, work per
 * pixel, and how far the entropy coder is from the model's estimate. Null of other codecs, and
 * where a record of the row tells nothing.
 */
export function learnedRow(columns: LearnedColumns | null): LearnedRow | null {
  if (columns === null) return null;
  const { payloadBytes, estimatedBits, encodeMacs, decodeMacs, models, coders, parts } = columns;
  const { verified } = columns;
  const payload = sum(payloadBytes);
  if (Number.isNaN(payload)) return null;
  const estimate = sum(estimatedBits);
  const estimated = estimate > 0;
  const images = payloadBytes.length;
  const both = (what: 'parameters' | 'fileBytes'): Record<Direction, number> => ({
    encode: total(parts, 'encode', what),
    decode: total(parts, 'decode', what),
  });
  return {
    model: models.join(', '),
    coder: coders.join(', '),
    ...(verified && { verified }),
    parameters: both('parameters'),
    fileBytes: both('fileBytes'),
    macsPerPixel: { encode: meanOf(encodeMacs), decode: meanOf(decodeMacs) },
    payloadBytes: payload / images,
    estimatedBits: estimated ? estimate / images : null,
    gap: estimated ? (8 * payload) / estimate - 1 : null,
  };
}

function total(
  parts: Learned['parts'],
  direction: Direction,
  what: 'parameters' | 'fileBytes' | 'macsPerPixel',
): number {
  const needed = Object.values(parts).filter(({ used }) => used === direction || used === 'both');
  return sum(needed.map((part) => part[what]));
}

function meanOf(values: Float64Array): number {
  return sum(values) / values.length;
}
