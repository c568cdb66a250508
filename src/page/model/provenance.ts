import { z } from 'zod';
import { obtain } from '../../leaderboard/record-groups.js';
import type { RdFacts } from '../../results/rd-facts.js';
import type { TimingRecord } from '../../results/record.js';

const count = z.int().nonnegative();

const program = {
  /** How the figures are made, as in the records. */
  protocol: count,
  /** Of Pareto. */
  version: z.string(),
  /** Null of an installed package. */
  commit: z.string().nullable(),
  /** That were read, also those that a later one of the same job stands for. */
  records: count,
  /** When the first and the last of them were written. */
  from: z.string(),
  to: z.string(),
};

/** Which program made records of rate and distortion of a data set. */
export const madeRun = z.object(program);

/** Which program made records of time, on which machine, and how. */
export const timedRun = z.object({
  ...program,
  testbed: z.string(),
  crop: z.string().nullable(),
  threads: count,
  node: z.string(),
  /** Timed passes that were asked for, and the seed of their order. */
  passes: count,
  seed: z.int(),
});

export type MadeRun = z.infer<typeof madeRun>;
export type TimedRun = z.infer<typeof timedRun>;

type Maker = Pick<RdFacts, 'protocol' | 'version' | 'commit' | 'at'>;

/** Counts records by the program that made them, in the order in which they come. */
export function countMade(): { add(record: Maker): void; list(): MadeRun[] } {
  const known = new Map<string, MadeRun>();
  let last: { made: MadeRun; key: string } | null = null;
  return {
    add: ({ protocol, version, commit, at }) => {
      const key = `${protocol} ${version} ${commit}`;
      // Records of one run stand together, and there may be a million.
      if (last?.key !== key) {
        const fresh = (): MadeRun => ({ protocol, version, commit, records: 0, from: at, to: at });
        last = { made: obtain(known, key, fresh), key };
      }
      const { made } = last;
      made.records += 1;
      if (at < made.from) made.from = at;
      if (at > made.to) made.to = at;
    },
    list: () => [...known.values()].sort((a, b) => (a.from < b.from ? -1 : 1)),
  };
}

/** The same of records of time, by testbed, crop, threads, Node, passes and seed. */
export function countTimed(records: readonly TimingRecord[]): TimedRun[] {
  const groups = new Map<string, { first: TimingRecord; made: ReturnType<typeof countMade> }>();
  for (const record of records) {
    const { testbed, crop, threads, node, passes, seed } = record;
    const key = JSON.stringify([testbed, crop, threads, node, passes, seed]);
    obtain(groups, key, () => ({ first: record, made: countMade() })).made.add(record);
  }
  return [...groups.values()].flatMap(({ first, made }) => {
    const { testbed, crop, threads, node, passes, seed } = first;
    return made.list().map((each) => ({ ...each, testbed, crop, threads, node, passes, seed }));
  });
}
