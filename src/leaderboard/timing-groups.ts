import { median } from '../base/statistics.js';
import { least } from '../base/sums.js';
import type { Bootstrap } from '../curves/bootstrap.js';
import { leastCpuShare } from '../results/cpu-share.js';
import type { TimingRecord } from '../results/record.js';
import { directionFigures } from './direction-figures.js';
import { countImages, type GroupRecords, groupRecords, type RowRecords } from './record-groups.js';
import type { Direction, TimingGroup, TimingRow, Warning } from './schema.js';

/** Smallest step between two readings of the clock that is relied upon, in microseconds. */
const clockStep = 1;

/** A sample is too short to be trusted below so many steps of the clock. */
const leastSteps = 50;

/** An interval is too wide above this share of its value. */
const widestInterval = 0.1;

/**
 * Times by testbed, data set, crop and thread count, for every codec with its settings and its
 * engine's version. Pure. A job that failed is counted and its samples are left out.
 * @param records in the order they were written: of several of one image, the one with most passes
 *   counts, and the last one of these
 * @param slownessOf time of the calibration kernel on a testbed over that on the reference machine
 */
export function timingGroups(
  records: Iterable<TimingRecord>,
  bootstrap: Bootstrap,
  slownessOf: (testbed: string) => number | null = () => null,
): TimingGroup[] {
  return groupTimingRecords(records).map(({ first: { testbed, dataset, crop, threads }, rows }) => {
    const images = countImages(rows, isTimed);
    const slowness = slownessOf(testbed);
    return {
      ...{ testbed, dataset, crop, threads, images },
      rows: rows.map((row) => timingRow(row, { images, bootstrap, slowness })),
    };
  });
}

/** Records of times that may stand in one table, as `timingGroups` takes them. */
export function groupTimingRecords(records: Iterable<TimingRecord>): GroupRecords<TimingRecord>[] {
  const byPasses = [...records].sort((a, b) => a.encode.total.length - b.encode.total.length);
  return groupRecords(byPasses, ({ testbed, dataset, crop, threads }) => [
    testbed,
    dataset,
    crop,
    threads,
  ]);
}

/** Whether a job went to its end and has samples of both directions. */
export function isTimed({ error, width, height, encode, decode }: TimingRecord): boolean {
  const sampled = encode.total.length > 0 && decode.total.length > 0;
  return error === null && width !== null && height !== null && sampled;
}

function timingRow(
  { identity, records }: RowRecords<TimingRecord>,
  {
    images,
    bootstrap,
    slowness,
  }: { readonly images: number; readonly bootstrap: Bootstrap; readonly slowness: number | null },
): TimingRow {
  const timed = records.filter(isTimed);
  const passes = least(timed.map(({ encode }) => encode.total.length));
  const setups = timed.flatMap(({ setupSeconds }) => setupSeconds ?? []);
  const peaks = timed.flatMap(({ peakBytes }) => peakBytes ?? []);
  const directions = (['encode', 'decode'] as const).map((name) => {
    if (timed.length === 0) return null;
    const times = timed.map((record) => ({
      pixels: record.width! * record.height!,
      samples: record[name],
    }));
    // A command's time is its start as well, which a kernel of arithmetic says nothing about.
    const factor = identity.engine.runtime === 'cli' ? null : slowness;
    return directionFigures(times, { engine: identity.engine, bootstrap, slowness: factor });
  });
  const [encode = null, decode = null] = directions;
  return {
    ...identity,
    images: timed.length,
    complete: timed.length > 0 && timed.length === images,
    failed: records.filter(({ error }) => error !== null).length,
    passes: timed.length === 0 ? 0 : passes,
    setupSeconds: setups.length === 0 ? null : median(setups),
    peakBytes: peaks.sort((a, b) => greater(b) - greater(a))[0] ?? null,
    encode,
    decode,
    warnings: [
      ...rowWarnings(timed, passes),
      ...directionWarnings('encode', timed, encode),
      ...directionWarnings('decode', timed, decode),
    ],
  };
}

function greater({ encode, decode }: { readonly encode: number; readonly decode: number }): number {
  return Math.max(encode, decode);
}

function rowWarnings(timed: readonly TimingRecord[], passes: number): Warning[] {
  const warnings: Warning[] = [];
  const asked = timed.reduce((most, record) => Math.max(most, record.passes), 0);
  if (passes < asked) warnings.push({ kind: 'few-passes', direction: null, passes, asked });
  const versions = [...new Set(timed.map(({ node }) => node))].sort();
  if (versions.length > 1) warnings.push({ kind: 'mixed-node', direction: null, versions });
  const hidden = timed.filter((record) => record.hidden === true).length;
  if (hidden > 0) {
    warnings.push({ kind: 'hidden-page', direction: null, images: hidden, of: timed.length });
  }
  return warnings;
}

function directionWarnings(
  direction: 'encode' | 'decode',
  timed: readonly TimingRecord[],
  figures: Direction | null,
): Warning[] {
  if (figures === null) return [];
  const warnings: Warning[] = [];
  const isCoarse = ({ coarse }: TimingRecord) => coarse?.includes(direction) === true;
  const microseconds = leastSteps * clockStep;
  const samples = timed
    .filter((record) => !isCoarse(record))
    .flatMap((record) => record[direction].total)
    .filter((seconds) => 1e6 * seconds < microseconds).length;
  if (samples > 0) {
    const of = figures.samples;
    const shortest = { microseconds, clockSteps: leastSteps };
    warnings.push({ kind: 'short-samples', direction, samples, of, ...shortest });
  }
  // Who timed these told that the steps of their clock are larger.
  const coarse = timed.filter(isCoarse).length;
  if (coarse > 0) {
    const shortest = { images: coarse, of: timed.length, clockSteps: leastSteps };
    warnings.push({ kind: 'coarse-clock', direction, ...shortest });
  }
  const { interval, megapixelsPerSecond, cpuPerWall } = figures;
  if (cpuPerWall !== null && cpuPerWall < leastCpuShare) {
    warnings.push({ kind: 'busy-machine', direction, cpuPerWall, limit: leastCpuShare });
  }
  if (interval === null || megapixelsPerSecond === null) {
    warnings.push({ kind: 'no-interval', direction });
  } else {
    const width = (interval.high - interval.low) / megapixelsPerSecond;
    const limit = widestInterval;
    if (width > limit) warnings.push({ kind: 'wide-interval', direction, width, limit });
  }
  return warnings;
}
