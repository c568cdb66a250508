import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import {
  type EstimateRecord,
  estimateRecord,
  type RdRecord,
  type RecordsByKind,
  rdRecord,
  type TimingRecord,
  timingRecord,
} from '../record.js';
import type { RecordKind } from '../record-kinds.js';
import { conflictError } from './conflict.js';

/** A record that may be the one of its key, as its line has it. */
export interface Candidate<R> {
  readonly record: R;
  readonly line: string;
  readonly file: string;
}

/** How records of each kind are read. */
export const recordSchemas: { readonly [K in RecordKind]: z.ZodType<RecordsByKind[K]> } = {
  rd: rdRecord,
  timing: timingRecord,
  estimate: estimateRecord,
};

/** Any record. */
export type AnyRecord = RdRecord | TimingRecord | EstimateRecord;

/** The one that was made last first; of two of one moment one of them, whatever the order. */
export function byMoment<R extends AnyRecord>(a: Candidate<R>, b: Candidate<R>): number {
  if (a.record.at !== b.record.at) return a.record.at > b.record.at ? -1 : 1;
  return a.line > b.line ? -1 : Number(a.line < b.line);
}

/**
 * Makes sure that two records of one key say the same of some fields. A field that one does not have,
 * made before there was such a field, is no difference.
 * @throws UsageError
 */
export function demandAlike<R extends AnyRecord>(
  one: Candidate<R>,
  other: Candidate<R>,
  fields: readonly (keyof R & string)[],
): void {
  for (const field of fields) {
    const [a, b] = [one.record[field], other.record[field]];
    if (a === undefined || b === undefined || isDeepStrictEqual(a, b)) continue;
    throw conflictError({
      of: `${one.record.spec} on ${one.record.image}`,
      field,
      sides: [
        { file: one.file, says: a },
        { file: other.file, says: b },
      ],
    });
  }
}

/** A candidate with another record, whose line is written anew. */
export function withFile<R>({ file }: Candidate<R>, record: R): Candidate<R> {
  return { record, file, line: Buffer.from(JSON.stringify(record)).toString('latin1') };
}
