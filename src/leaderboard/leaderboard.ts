import { sum } from '../base/sums.js';
import type { Warn } from '../base/warn.js';
import { type Bootstrap, defaultBootstrap } from '../curves/bootstrap.js';
import { matchTolerance } from '../curves/matched-pairs.js';
import type { MetricFacts } from '../curves/metric-facts.js';
import type { ContentLookup } from '../results/content-lookup.js';
import { foldersOf, type ResultFolders } from '../results/folders.js';
import { metricFacts } from '../results/metric-facts.js';
import type { RdFacts } from '../results/rd-facts.js';
import type { FilesRead } from '../results/read-records.js';
import type { EstimateRecord, TimingRecord } from '../results/record.js';
import type { ReferenceCurve } from '../results/reference.js';
import { eachRdFacts, readEstimateRecords, recordFiles } from '../results/store.js';
import { readContents } from '../results/stored-contents.js';
import { readMetricFacts } from '../results/stored-metrics.js';
import type { Testbed } from '../results/testbed.js';
import { readTimes } from '../results/times.js';
import { defaultAnchor } from './default-anchor.js';
import { estimateRows } from './estimate-rows.js';
import type { EstimateRow } from './estimate-schema.js';
import { scoreEstimates, sizesIn } from './estimate-scores.js';
import { imageTimesTables } from './image-times.js';
import { rdGroup } from './rd-groups.js';
import { createRdLineReader } from './rd-line.js';
import { collectRd, type RdTable } from './rd-table.js';
import { compare } from './record-groups.js';
import { referenceOf, slownessOf } from './reference-machine.js';
import { readReferences, withReferences } from './references.js';
import {
  type BoardCurve,
  type Leaderboard,
  leaderboardSchema,
  type RdGroup,
  type RdRow,
  type TimingRow,
} from './schema.js';
import { timingGroups } from './timing-groups.js';

/**
 * Significant digits kept: rate and distortion repeat on any machine, times hardly to the third.
 * Fewer digits than were measured keep a regenerated file from differing without a reason.
 */
const digits = { rd: 9, timing: 5 };

/** What a leaderboard is made from. */
export interface LeaderboardInput {
  readonly rd: readonly RdTable[];
  readonly timing: readonly TimingRecord[];
  /** In the order in which they were written. */
  readonly estimates?: readonly EstimateRecord[];
  readonly references?: readonly ReferenceCurve[];
  /** What is known of metrics, by id; others are no scale of quality. */
  readonly facts: ReadonlyMap<string, MetricFacts>;
  /** The stored description of a testbed, or null. */
  readonly describe: (testbed: string) => Testbed | null;
  /** The stored classes of images. */
  readonly contents?: ContentLookup;
  /** The class that all of it is of; of all images if not given. */
  readonly content?: string | undefined;
  readonly anchor?: string;
  readonly bootstrap?: Bootstrap;
}

/**
 * What the records come to: means per data set and times per testbed, in a stable order. Pure: the
 * same records in any order of rows give the same value.
 */
export function buildLeaderboard({
  rd,
  timing,
  estimates = [],
  references = [],
  facts,
  describe,
  contents = () => null,
  content,
  anchor = defaultAnchor,
  bootstrap = defaultBootstrap,
}: LeaderboardInput): Leaderboard {
  const ids = [...new Set(timing.map(({ testbed }) => testbed))].sort(compare);
  const testbeds = new Map(ids.map((id) => [id, describe(id)]));
  const slowness = (id: string): number | null => slownessOf(testbeds.get(id)?.calibration ?? null);
  const times = imageTimesTables(timing);
  const groups = rd.map((table) =>
    rdGroup(table, { anchor, facts, bootstrap, times, slownessOf: slowness, contents }),
  );
  const datasets = withReferences(groups, references, { facts, bootstrap, tables: rd });
  const scores = scoreEstimates(estimates, sizesIn(rd));
  return {
    schema: leaderboardSchema,
    ...(content !== undefined && { content }),
    records: { rd: sum(rd.map(countRecords)), timing: timing.length, estimate: estimates.length },
    bootstrap,
    matching: { tolerance: matchTolerance },
    digits,
    metrics: factsHeld(datasets, facts),
    datasets: datasets.map((group) => ({
      ...group,
      rows: roundRows(group.rows, digits.rd),
      curves: group.curves.map(roundCurve),
      references: roundAll(group.references, digits.rd),
    })),
    testbeds: [...testbeds].map(([id, described]) => outline(id, described)),
    timings: timingGroups(timing, bootstrap, slowness).map((group) => ({
      ...group,
      rows: roundRows(group.rows, digits.timing),
    })),
    estimates: [false, true]
      .flatMap((each) => estimateRows(scores, { setting: each, megapixels: each }))
      .map(roundEstimates),
  };
}

/** What `readResults` is told. */
export interface ReadResultsOptions {
  /** Of this program's metrics; the folder may hold those of others. */
  readonly facts: ReadonlyMap<string, MetricFacts>;
  readonly warn: Warn;
  /** Gets every rate-distortion record that is taken, in the order in which they were written. */
  readonly visit?: (record: RdFacts) => void;
  /** Takes only images of this class; published curves, which are of all images, are left out then. */
  readonly content?: string | undefined;
}

/**
 * Reads what a leaderboard is made from out of a results folder, or several as one. Lines that are no
 * records, and records of a newer format, are passed over with a warning.
 */
export function readResults(results: ResultFolders, options: ReadResultsOptions): LeaderboardInput {
  const steps = readResultsInSteps(results, options);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** As `readResults`, with a stop after each file, where a caller may look up or give up. */
export function* readResultsInSteps(
  results: ResultFolders,
  { facts, warn, visit, content }: ReadResultsOptions,
): Generator<FilesRead, LeaderboardInput> {
  const rd = collectRd();
  const quick = createRdLineReader();
  const contents = readContents(results, warn);
  const isWanted = ({ dataset, imageSha256 }: Pick<RdFacts, 'dataset' | 'imageSha256'>): boolean =>
    content === undefined || contents(dataset, imageSha256) === content;
  const add = (record: RdFacts): void => {
    if (!isWanted(record)) return;
    rd.add(record);
    visit?.(record);
  };
  const files = recordFiles(results, 'rd');
  // The last step is of the times, the estimates and all that is small.
  const total = files.length + 1;
  for (const [i, file] of files.entries()) {
    eachRdFacts(file, warn, add, quick);
    yield { done: i + 1, total };
  }
  const times = readTimes(results, warn);
  const estimates = recordFiles(results, 'estimate').flatMap((each) =>
    readEstimateRecords(each, warn),
  );
  yield { done: total, total };
  return {
    rd: rd.finish(),
    timing: times.records.filter(isWanted),
    estimates: estimates.filter((record) => isWanted(record) || record.content === content),
    references:
      content === undefined
        ? foldersOf(results).flatMap((folder) => readReferences(folder, warn))
        : [],
    facts: new Map([...readMetricFacts(results, warn), ...facts]),
    describe: times.describe,
    contents,
    content,
  };
}

/** Builds the leaderboard of a results folder, or several as one; without any record it has no rows. */
export function collectLeaderboard(
  results: ResultFolders,
  options: {
    facts: ReadonlyMap<string, MetricFacts>;
    warn: Warn;
    content?: string;
    anchor?: string;
    bootstrap?: Bootstrap;
  },
): Leaderboard {
  const { facts, warn, content, ...rest } = options;
  return buildLeaderboard({ ...readResults(results, { facts, warn, content }), ...rest });
}

/** Records that count: failed ones too, and of several of one image in a row one. */
function countRecords({ rows }: RdTable): number {
  return sum(rows.map(({ images, failed }) => images.length + failed));
}

/** What is known of the metrics that the groups hold, measured or published. */
function factsHeld(
  groups: readonly RdGroup[],
  facts: ReadonlyMap<string, MetricFacts>,
): Leaderboard['metrics'] {
  const held = groups.flatMap(({ rows, references }) => [
    ...rows.flatMap(({ metrics }) => Object.keys(metrics)),
    ...references.flatMap(({ points }) => points.flatMap(({ metrics }) => Object.keys(metrics))),
  ]);
  return [...new Set(held)].sort().flatMap((id) => {
    const known = facts.get(id);
    return known === undefined ? [] : [metricFacts.parse(known)];
  });
}

function outline(id: string, described: Testbed | null): Leaderboard['testbeds'][number] {
  if (described === null) return { id, machine: null, noise: null, calibration: null };
  const { hardware, features, governor, os, node, noise, calibration } = described;
  return {
    id,
    machine: { ...hardware, features, governor, os, node },
    noise: noise && {
      spec: noise.spec,
      encode: roundAll(noise.encode, digits.timing),
      decode: roundAll(noise.decode, digits.timing),
    },
    calibration: calibration && {
      kernel: calibration.kernel,
      version: calibration.version,
      medianSeconds: round(calibration.seconds.median),
      low: round(calibration.seconds.low),
      high: round(calibration.seconds.high),
      referenceSeconds: referenceOf(calibration),
    },
  };
}

function round(seconds: number): number {
  return roundAll(seconds, digits.timing);
}

/** Rounds the figures of rows, and leaves what the rows stand for as it is. */
function roundRows<T extends RdRow | TimingRow>(rows: readonly T[], significant: number): T[] {
  return rows.map((row) => ({ ...roundAll(row, significant), settings: row.settings }));
}

/** Rounds errors as rates are, and shares of time as times. */
function roundEstimates({ timeShare, ...row }: EstimateRow): EstimateRow {
  return { ...roundAll(row, digits.rd), timeShare: roundAll(timeShare, digits.timing) };
}

/** Rounds a curve, and what of it is time to fewer digits. */
function roundCurve(curve: BoardCurve): BoardCurve {
  const { comparisons, speeds, fronts, ...rest } = curve;
  return {
    ...roundAll(rest, digits.rd),
    comparisons: comparisons.map(({ times, matched, ...comparison }) => ({
      ...roundAll(comparison, digits.rd),
      times: roundAll(times, digits.timing),
      matched: matched && {
        ...roundAll(matched, digits.rd),
        times: roundAll(matched.times, digits.timing),
      },
    })),
    speeds: roundAll(speeds, digits.timing),
    fronts: fronts.map((mark) => ({
      ...roundAll(mark, digits.timing),
      bpp: roundAll(mark.bpp, digits.rd),
    })),
  };
}

/** The value with every number in it that is not whole rounded to so many significant digits. */
function roundAll<T>(value: T, significant: number): T {
  const round = (inner: unknown): unknown => {
    if (typeof inner === 'number') {
      return Number.isInteger(inner) ? inner : Number(inner.toPrecision(significant));
    }
    if (Array.isArray(inner)) return inner.map(round);
    if (typeof inner === 'object' && inner !== null) {
      return Object.fromEntries(Object.entries(inner).map(([name, each]) => [name, round(each)]));
    }
    return inner;
  };
  return round(value) as T;
}
