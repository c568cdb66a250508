import { groupBy } from '../base/group-by.js';
import type { Warn } from '../base/warn.js';
import { defaultBootstrap } from '../curves/bootstrap.js';
import type { ImageRef } from '../datasets/dataset.js';
import type { TimingGroup, TimingRow } from '../leaderboard/schema.js';
import { timingGroups } from '../leaderboard/timing-groups.js';
import { curveKey } from '../results/identity.js';
import type { TimingRecord } from '../results/record.js';
import { readTimingRecords, recordFiles } from '../results/store.js';
import { planOf, type SweepSubject } from '../sweeps/prepare.js';
import { runSweep } from '../sweeps/run.js';
import { type Contender, configurationAt } from './contender.js';
import type { MeasureOptions } from './measure.js';
import { knobOf } from './read-samples.js';

/** Speed and memory of a choice. */
export interface Speed {
  /** Megapixels a second; null where they could not be timed. */
  readonly encode: number | null;
  readonly decode: number | null;
  /** Bytes that the greater of encode and decode takes; null where it was not measured. */
  readonly peakBytes: number | null;
  /** Value of the knob at which it was timed, which need not be the one that was chosen. */
  readonly knob: number;
  /** `512x512 centre crops, 1 thread, on my-machine` */
  readonly conditions: string;
}

/** Pictures that are timed at most: what more would add is little, and each takes its time. */
const mostTimed = 12;

/**
 * Times the contenders at the values that were found for them, alone, as sweeps do.
 * @returns whether it came to its end
 */
export async function timeChoices(
  chosen: readonly { readonly contender: Contender; readonly knob: number }[],
  subject: SweepSubject,
  { warn, ...options }: MeasureOptions,
): Promise<boolean> {
  if (chosen.length === 0) return true;
  const timed: SweepSubject = {
    ...subject,
    options: { ...subject.options, measure: ['timing'], maxFailures: 1 },
    images: evenly(subject.images, mostTimed),
  };
  const configurations = chosen.map(({ contender, knob }) => configurationAt(contender, knob));
  const plan = await planOf(timed, configurations, { onWarning: warn });
  const { interrupted } = await runSweep(plan, { ...options, onWarning: warn });
  return !interrupted;
}

/** Looks up the stored times of curves. */
export type SpeedLookup = (curve: string, knob: number) => Speed | null;

/**
 * Reads the stored times of a data set: of each curve those at the value of the knob that is asked for, else
 * at the nearest one; of several machines this one's, else those written last.
 * @param testbed the name of this machine
 */
export function readSpeeds(
  results: string,
  { dataset, testbed, warn }: { dataset: string; testbed: string; warn: Warn },
): SpeedLookup {
  const records = recordFiles(results, 'timing')
    .flatMap((file) => readTimingRecords(file, warn))
    .filter((record) => record.dataset === dataset);
  const curves = groupBy(records, (record) => curveKey(record, record.knob));
  const isHere = (record: TimingRecord) => Number(record.testbed === testbed);
  return (curve, knob) => {
    const own = (curves.get(curve) ?? []).filter(({ error }) => error === null);
    const [first] = own.toSorted(
      (a, b) =>
        isHere(b) - isHere(a) ||
        Math.abs(knobOf(a) - knob) - Math.abs(knobOf(b) - knob) ||
        (a.at < b.at ? 1 : -1),
    );
    if (first === undefined) return null;
    const same = own.filter(
      (each) => each.testbed === first.testbed && knobOf(each) === knobOf(first),
    );
    // Of several crops or counts of threads the one with most images.
    const groups = timingGroups(same, defaultBootstrap).toSorted((a, b) => b.images - a.images);
    const [group] = groups;
    const row = group?.rows.find(({ images }) => images > 0);
    return group && row ? speedOf(group, row, knobOf(first)) : null;
  };
}

function speedOf({ crop, threads, testbed }: TimingGroup, row: TimingRow, knob: number): Speed {
  const { encode, decode, peakBytes } = row;
  return {
    encode: encode?.megapixelsPerSecond ?? null,
    decode: decode?.megapixelsPerSecond ?? null,
    peakBytes: peakBytes === null ? null : Math.max(peakBytes.encode, peakBytes.decode),
    knob,
    conditions: `${crop === null ? 'whole pictures' : `${crop} centre crops`}, ${threads} thread${threads > 1 ? 's' : ''}, on ${testbed}`,
  };
}

/** At most so many of the pictures, spread over all of them. */
function evenly(images: readonly ImageRef[], most: number): ImageRef[] {
  if (images.length <= most) return [...images];
  return Array.from({ length: most }, (_, i) => images[Math.floor((i * images.length) / most)]!);
}
