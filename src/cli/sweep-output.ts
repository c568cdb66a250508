import type { Warn } from '../base/warn.js';
import { defaultBootstrap } from '../curves/bootstrap.js';
import type { MetricFacts } from '../curves/metric-facts.js';
import { type Conversion, conversionsOf } from '../leaderboard/conversions.js';
import { rdMeans } from '../leaderboard/rd-groups.js';
import type { RdMeans, TimingGroup } from '../leaderboard/schema.js';
import { timingGroups } from '../leaderboard/timing-groups.js';
import { pageCommand, printCommand } from '../page/model/commands.js';
import { rdKey, timingKey } from '../results/key.js';
import { rdFile, timingFile } from '../results/layout.js';
import type { RdRecord, TimingRecord } from '../results/record.js';
import { readRdRecords, readTimingRecords } from '../results/store.js';
import type { SweepPlan } from '../sweeps/prepare.js';
import type { RdSummary } from '../sweeps/rd/run.js';
import type { SweepSummary } from '../sweeps/run.js';
import { conversionLines, rdTable, timingTable } from './result-tables.js';
import { sweepAnswer } from './sweep-answer.js';

/** The stored figures of the sweep's own configurations and images, also those measured earlier. */
export interface SweepTables {
  readonly points: readonly RdMeans[];
  /** Layouts that codecs were given in place of the pictures' own: `rgba8 -> rgb8`. */
  readonly conversions: readonly Conversion[];
  readonly timings: readonly TimingGroup[];
}

/** The stored records of a sweep's own configurations and images, also those measured earlier. */
export interface SweepRecords {
  readonly rd: readonly RdRecord[];
  readonly timing: readonly TimingRecord[];
}

export function readSweep(plan: SweepPlan, warn: Warn): SweepRecords {
  const {
    options: { out: results, threads, passes },
    dataset,
    configurations,
    images,
    rd,
    timing,
  } = plan;
  const codecs = [...new Set(configurations.map((configuration) => configuration.codec))];
  const keysOf = (key: (identity: string, sha256: string) => string): Set<string> =>
    new Set(
      images.flatMap(({ sha256 }) => configurations.map(({ identity }) => key(identity, sha256))),
    );
  const rdRecords = (): RdRecord[] => {
    if (rd === null) return [];
    const keys = keysOf((identity, sha256) => rdKey(identity, sha256, rd.crop));
    return codecs
      .flatMap((codec) => readRdRecords(rdFile(results, dataset, codec), warn))
      .filter(({ key }) => keys.has(key));
  };
  const timingRecords = (): TimingRecord[] => {
    if (timing === null) return [];
    const testbed = timing.testbed.id;
    const conditions = { testbed, crop: timing.crop, threads, passes };
    const keys = keysOf((identity, sha256) => timingKey(identity, sha256, conditions));
    return codecs
      .flatMap((codec) => readTimingRecords(timingFile(results, testbed, dataset, codec), warn))
      .filter(({ key }) => keys.has(key));
  };
  return { rd: rdRecords(), timing: timingRecords() };
}

export function sweepTables({ rd, timing }: SweepRecords): SweepTables {
  return {
    points: rdMeans(rd),
    conversions: conversionsOf(rd),
    timings: timingGroups(timing, defaultBootstrap),
  };
}

/** Rows that are read at once: what has no more is shown whole. */
const fewRows = 12;

/**
 * What the sweep found, for people: all its tables where they are short or asked for, else what matters
 * of them.
 * @param facts of the metrics
 */
export function foundText(
  plan: SweepPlan,
  records: SweepRecords,
  facts: readonly MetricFacts[],
  all: boolean,
): string {
  const tables = sweepTables(records);
  const rows = [...tables.points, ...tables.timings].map((table) => table.rows.length);
  if (all || rows.every((count) => count <= fewRows)) return tablesText(tables, facts);
  const answer = sweepAnswer({
    ...{ ...records, facts, configurations: plan.configurations },
    contents: new Map(
      plan.images.flatMap(({ sha256, content }) => (content ? [[sha256, content]] : [])),
    ),
  });
  // Curves that cannot be compared have nothing shorter than their points.
  if (answer === null) return tablesText(tables, facts);
  const told = conversionLines(tables.conversions);
  const left = rows.reduce((sum, count) => sum + count, 0);
  return [
    answer,
    ...(told.length > 0 ? [told.join('\n')] : []),
    `all ${left} rows of means and times: --table all`,
  ].join('\n\n');
}

/**
 * The tables for people.
 * @param facts of the metrics
 */
export function tablesText(
  { points, conversions, timings }: SweepTables,
  facts: readonly MetricFacts[],
): string {
  const told = conversionLines(conversions);
  return [
    ...points.map((means) => rdTable(means, facts)),
    ...(told.length > 0 ? [told.join('\n')] : []),
    ...timings.map((times) => timingTable(times)),
  ].join('\n\n');
}

/** Where the seconds of all workers went. */
function describeWorkers({ seconds, workers, busy, idleSeconds }: RdSummary): string {
  const capacity = seconds * workers;
  const parts: [number, string][] = [
    [busy.codec, 'in codecs'],
    [busy.metrics, 'in metrics'],
    [busy.pictures, 'in reading pictures'],
    [busy.starting, 'in starting workers'],
    [idleSeconds, 'idle at the end'],
  ];
  parts.push([parts.reduce((left, [taken]) => left - taken, capacity), 'besides']);
  const told = parts.map(([taken, where]) => `${((100 * taken) / capacity).toFixed(1)} % ${where}`);
  return `${seconds.toFixed(1)} s on ${workers} workers: ${told.join(', ')}`;
}

/** What the sweep did, where its records are, and what to look at next. */
export function describeSummary(plan: SweepPlan, summary: SweepSummary): string {
  const lines: string[] = [];
  if (plan.rd) {
    const { rd } = summary;
    const measured = rd?.measured ?? 0;
    const elsewhere = rd?.elsewhere ? `, ${rd.elsewhere} by another sweep meanwhile` : '';
    lines.push(
      `${measured} measured, ${plan.rd.finished} finished before, ${rd?.failed ?? 0} failed${elsewhere}`,
    );
    if (rd && rd.seconds > 0) {
      lines.push(describeWorkers(rd));
    }
  }
  if (plan.rd && summary.rd?.unable) {
    lines.push(
      `${summary.rd.unable} jobs could be run by no worker; the next sweep tries them again`,
    );
  }
  if (plan.timing === null && summary.timing) {
    lines.push(
      `${summary.timing.measured} timed by testbeds of the queue, ${summary.timing.failed} failed`,
    );
  }
  if (plan.timing) {
    const { timing } = summary;
    lines.push(
      `${timing?.measured ?? 0} timed on ${plan.timing.testbed.id}, ${plan.timing.finished} finished before, ${timing?.failed ?? 0} failed`,
    );
    if (timing?.noise) {
      const { spec, encode, decode } = timing.noise;
      const percent = (value: number): string =>
        `${value < 0 ? '' : '+'}${(100 * value).toFixed(1)}`;
      const tell = ({ difference, low, high }: typeof encode): string =>
        `${percent(difference)} % [${percent(low)}, ${percent(high)}]`;
      lines.push(`A/A noise of ${spec}: encode ${tell(encode)}, decode ${tell(decode)}`);
    }
  }
  if (summary.timing?.calibration) {
    const { kernel, version, seconds, passes } = summary.timing.calibration;
    const [median, low, high] = [seconds.median, seconds.low, seconds.high].map((each) =>
      (1000 * each).toFixed(0),
    );
    lines.push(
      `calibration: ${median} ms [${low}, ${high}] a run of ${kernel} ${version}, median of ${passes} [least, greatest]`,
    );
  }
  const { out, shard } = plan.options;
  const next =
    shard === undefined
      ? pageCommand({ results: out })
      : `${printCommand(['npx', 'pareto', 'merge', out])} … --out results, with the folders of the other parts`;
  lines.push(`records in ${out}; next: ${next}`);
  return lines.join('\n');
}
