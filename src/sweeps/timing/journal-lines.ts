import { z } from 'zod';
import type { Warn } from '../../base/warn.js';
import { type TimingRecord, timingRecord } from '../../results/record.js';
import { eachLine } from '../../results/record-lines.js';
import { type Calibration, testbed } from '../../results/testbed.js';

const records = z.array(timingRecord);
const place = z.int().nonnegative();

const memoryUse = z.object({
  setupSeconds: z.number().nonnegative(),
  encode: z.int().positive(),
  decode: z.int().positive(),
  idle: z.int().positive(),
});

/** What a line of a journal says. Each is whole or not there. */
const journalEntry = z.union([
  /** The plan that the journal is of; its first line. */
  z.object({ run: z.string() }),
  z.object({ calibration: testbed.shape.calibration.unwrap().unwrap() }),
  /** Images that cannot be loaded, as failed records. */
  z.object({ unloadable: records }),
  /** One pass of a configuration, by its place, over all images: records of one sample. */
  z.object({ pass: place, records }),
  /** One pass of the configuration that is timed twice, as the second of the two. */
  z.object({ twin: records }),
  /** A configuration failed and takes part no more. */
  z.object({ failed: place, records }),
  /** Memory of a configuration, by its printed form, and the image that it was measured on. */
  z.object({ memory: z.string(), image: z.string(), use: memoryUse }),
  /** All that is above is in the results. */
  z.object({ folded: z.literal(true) }),
  /** A record of one sample, as earlier versions wrote them. */
  timingRecord,
]);

/** A line to write. */
export type JournalEntry = Exclude<z.infer<typeof journalEntry>, TimingRecord>;

/** What a journal holds. */
export interface Journaled {
  /** The plan that it is of; null of an earlier version, or where it was cut off. */
  readonly run: string | null;
  readonly calibration: Calibration | null;
  /** All records in the order in which they came, those of the twin left out. */
  readonly records: readonly TimingRecord[];
  /** The passes of each configuration, by its place. */
  readonly passes: ReadonlyMap<number, readonly (readonly TimingRecord[])[]>;
  readonly twin: readonly (readonly TimingRecord[])[];
  /** Places of configurations that take part no more. */
  readonly failed: ReadonlySet<number>;
  /** SHA-256 of images that could not be loaded. */
  readonly unloadable: ReadonlySet<string>;
  /** By the printed form of the configuration. */
  readonly memory: ReadonlyMap<string, { image: string; use: z.infer<typeof memoryUse> }>;
  /** Whether nothing came after it was folded. */
  readonly folded: boolean;
}

/**
 * Reads a journal; a line that is none is passed over with a warning.
 * @throws UsageError where it is of a newer version
 */
export function readJournal(file: string, warn: Warn): Journaled {
  let run: string | null = null;
  let calibration: Calibration | null = null;
  let folded = false;
  const all: TimingRecord[] = [];
  const passes = new Map<number, TimingRecord[][]>();
  const twin: TimingRecord[][] = [];
  const failed = new Set<number>();
  const unloadable = new Set<string>();
  const memory = new Map<string, { image: string; use: z.infer<typeof memoryUse> }>();
  eachLine(file, warn, (json) => {
    const entry = journalEntry.parse(json);
    folded = 'folded' in entry;
    if ('run' in entry) run = entry.run;
    else if ('calibration' in entry) calibration = entry.calibration;
    else if ('memory' in entry) memory.set(entry.memory, { image: entry.image, use: entry.use });
    else if ('twin' in entry) twin.push(entry.twin);
    else if ('unloadable' in entry) {
      for (const { imageSha256 } of entry.unloadable) unloadable.add(imageSha256);
      all.push(...entry.unloadable);
    } else if ('failed' in entry) {
      failed.add(entry.failed);
      all.push(...entry.records);
    } else if ('pass' in entry) {
      passes.set(entry.pass, [...(passes.get(entry.pass) ?? []), entry.records]);
      all.push(...entry.records);
    } else if ('key' in entry) all.push(entry);
  });
  return {
    ...{ run, calibration, records: all, passes, twin, failed, unloadable, memory, folded },
  };
}
