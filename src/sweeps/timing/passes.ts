import { busyDirections } from '../../results/cpu-share.js';
import type { Samples, TimingRecord } from '../../results/record.js';
import type { Sample } from './protocol.js';

/** The samples of one pass, in the form of a record's. */
export function samplesOf({ total, cpu, stages, childCpu, reported }: Sample): Samples {
  return {
    total: [total],
    cpu: cpu === null ? [] : [cpu],
    stages: Object.fromEntries(Object.entries(stages).map(([name, seconds]) => [name, [seconds]])),
    ...(childCpu != null && { childCpu: [childCpu] }),
    ...(reported != null && { reported: [reported] }),
  };
}

/**
 * Joins records of single passes into one record of each key, samples in their order, and marks those
 * of a busy machine. Pure.
 */
export function joinPasses(records: readonly TimingRecord[]): TimingRecord[] {
  const joined = new Map<string, TimingRecord>();
  for (const record of records) {
    const known = joined.get(record.key);
    if (known === undefined) joined.set(record.key, record);
    else {
      joined.set(record.key, {
        ...record,
        encode: append(known.encode, record.encode),
        decode: append(known.decode, record.decode),
      });
    }
  }
  return [...joined.values()].map(withBusy);
}

/** Marks the directions that the machine was too busy for. */
function withBusy(record: TimingRecord): TimingRecord {
  const busy = busyDirections(record);
  return busy.length === 0 ? record : { ...record, busy };
}

function append(a: Samples, b: Samples): Samples {
  const names = new Set([...Object.keys(a.stages), ...Object.keys(b.stages)]);
  return {
    total: [...a.total, ...b.total],
    cpu: [...a.cpu, ...b.cpu],
    stages: Object.fromEntries(
      [...names].map((name) => [name, [...(a.stages[name] ?? []), ...(b.stages[name] ?? [])]]),
    ),
    ...((a.childCpu || b.childCpu) && {
      childCpu: [...(a.childCpu ?? []), ...(b.childCpu ?? [])],
    }),
    ...((a.reported || b.reported) && {
      reported: [...(a.reported ?? []), ...(b.reported ?? [])],
    }),
  };
}
