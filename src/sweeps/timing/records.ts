import { meanInterval, median } from '../../base/statistics.js';
import type { Samples, TimingRecord } from '../../results/record.js';
import type { ImageSample, Sample } from './protocol.js';

/** The samples of one pass, in the form of a record's. */
export function samplesOf({ total, cpu, stages, reported }: Sample): Samples {
  return {
    total: [total],
    cpu: [cpu],
    stages: Object.fromEntries(Object.entries(stages).map(([name, seconds]) => [name, [seconds]])),
    ...(reported != null && { reported: [reported] }),
  };
}

/** Joins records of single passes into one record of each key, samples in their order. Pure. */
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
  return [...joined.values()];
}

function append(a: Samples, b: Samples): Samples {
  const names = new Set([...Object.keys(a.stages), ...Object.keys(b.stages)]);
  return {
    total: [...a.total, ...b.total],
    cpu: [...a.cpu, ...b.cpu],
    stages: Object.fromEntries(
      [...names].map((name) => [name, [...(a.stages[name] ?? []), ...(b.stages[name] ?? [])]]),
    ),
    ...((a.reported || b.reported) && {
      reported: [...(a.reported ?? []), ...(b.reported ?? [])],
    }),
  };
}

/**
 * How far two timings of one configuration in the same run differ: the mean over rounds of the
 * logarithm of the ratio of their passes' median time per image, with its 95 % interval (Student's t, the rounds
 * being the independent units). null below three rounds: two tell next to nothing.
 * @param first samples of the first timing: round x image
 * @param second samples of the second one, of the same rounds
 */
export function noiseBetween(
  first: readonly (readonly ImageSample[])[],
  second: readonly (readonly ImageSample[])[],
  direction: 'encode' | 'decode',
): { difference: number; low: number; high: number } | null {
  const rounds = Math.min(first.length, second.length);
  if (rounds < 3) return null;
  const ratios = Array.from({ length: rounds }, (_, round) => {
    const pairs = first[round]!.map(
      (sample, image) => second[round]![image]![direction].total / sample[direction].total,
    );
    return Math.log(median(pairs));
  });
  const { mean, low, high } = meanInterval(ratios);
  return { difference: Math.expm1(mean), low: Math.expm1(low), high: Math.expm1(high) };
}
