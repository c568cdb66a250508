import type { z } from 'zod';
import type { EstimateRecord, TimingRecord } from '../record.js';
import type { RecordKind } from '../record-kinds.js';
import {
  type AnyRecord,
  byMoment,
  type Candidate,
  demandAlike,
  recordSchemas,
} from './candidates.js';
import { joinRd } from './join-rd.js';
import type { KeyedLine } from './sorted-lines.js';

type SourceLine = KeyedLine & { readonly source: number };
type Join<R> = (candidates: readonly Candidate<R>[]) => Candidate<R>;

const joins: Readonly<Record<RecordKind, ReturnType<typeof lineJoin>>> = {
  rd: lineJoin(recordSchemas.rd, joinRd),
  timing: lineJoin(recordSchemas.timing, joinTiming),
  estimate: lineJoin(recordSchemas.estimate, joinEstimates),
};

/**
 * The line that stands for several with one key, the same whatever their order is.
 * @param files by the number of the source
 * @throws UsageError where they say different things of what does not depend on the machine
 */
export function joinLines(
  kind: RecordKind,
  lines: readonly SourceLine[],
  files: readonly string[],
): string {
  const different = lines.filter(
    ({ line }, at) => lines.findIndex((other) => other.line === line) === at,
  );
  return different.length === 1 ? different[0]!.line : joins[kind](different, files);
}

function lineJoin<R extends AnyRecord>(schema: z.ZodType<R>, join: Join<R>) {
  return (lines: readonly SourceLine[], files: readonly string[]): string => {
    const candidates = lines.map(({ line, source }): Candidate<R> => {
      const json: unknown = JSON.parse(Buffer.from(line, 'latin1').toString('utf8'));
      return { record: schema.parse(json), line, file: files[source]! };
    });
    return join(candidates.sort(byMoment)).line;
  };
}

/**
 * Times of one key may have been measured twice on one machine: those of more passes count, then those
 * with figures of memory, then the later ones.
 */
function joinTiming(candidates: readonly Candidate<TimingRecord>[]): Candidate<TimingRecord> {
  const best = candidates.reduce((a, b) => (worthOf(b.record) > worthOf(a.record) ? b : a));
  for (const other of candidates) {
    demandAlike(best, other, ['codec', 'settings', 'engine', 'imageSha256', 'testbed', 'crop']);
    if (best.record.error === null && other.record.error === null) {
      demandAlike(best, other, ['bytes', 'width', 'height']);
    }
  }
  return best;
}

function worthOf({ error, encode, peakBytes }: TimingRecord): number {
  return error === null ? 1 + 2 * encode.total.length + Number(peakBytes !== null) : 0;
}

/** What an estimate is depends on how fast the machine is: that of the machine that was last counts. */
function joinEstimates(
  candidates: readonly Candidate<EstimateRecord>[],
): Candidate<EstimateRecord> {
  const best = candidates.find(({ record }) => record.error === null) ?? candidates[0]!;
  for (const other of candidates) {
    demandAlike(best, other, ['codec', 'settings', 'engine', 'imageSha256', 'estimator', 'rdKey']);
  }
  return best;
}
