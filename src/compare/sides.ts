import { existsSync } from 'node:fs';
import { checkNames, UsageError } from '../base/errors.js';
import { namesAmong } from '../base/names-among.js';
import type { MetricFacts } from '../curves/metric-facts.js';
import { noResults } from '../results/no-results.js';
import { type ReadRecordsOptions, readAllRd, readAllTiming } from '../results/read-records.js';
import type { RdRecord, Recorded, TimingRecord } from '../results/record.js';
import { readMetricFacts } from '../results/stored-metrics.js';
import { readTestbed } from '../results/stored-testbeds.js';
import type { Testbed } from '../results/testbed.js';

/** One side of a comparison: the records of a folder, perhaps of one version of the engines only. */
export interface Side {
  /** As it was asked for. */
  readonly name: string;
  readonly rd: readonly RdRecord[];
  readonly timing: readonly TimingRecord[];
  /** What is known of metrics, by id. */
  readonly facts: ReadonlyMap<string, MetricFacts>;
  readonly describe: (testbed: string) => Testbed | null;
}

/** Which records: a folder of results, and the version of the engine where not all are meant. */
export interface SideChoice {
  readonly results: string;
  readonly version: string | null;
}

/** Takes `results@1.6.0` for a folder and a version, unless there is a folder of that name. */
export function parseSide(text: string): SideChoice {
  const at = text.lastIndexOf('@');
  if (at <= 0 || existsSync(text)) return { results: text, version: null };
  return { results: text.slice(0, at), version: text.slice(at + 1) };
}

/**
 * Reads the records of a side.
 * @param facts of this program's metrics; the folder may hold those of others
 * @param datasets only these, names or patterns, where they are named
 * @throws UsageError where no record is meant; the signal's reason
 */
export async function readSide(
  { results, version }: SideChoice,
  {
    facts,
    datasets: asked,
    ...reading
  }: ReadRecordsOptions & {
    readonly facts: ReadonlyMap<string, MetricFacts>;
    readonly datasets: readonly string[] | undefined;
  },
): Promise<Side> {
  const rd = await readAllRd(results, reading);
  const timing = await readAllTiming(results, reading);
  const all: readonly Recorded[] = [...rd, ...timing];
  if (all.length === 0) throw noResults(results);
  const held = all.map((record) => record.dataset);
  const datasets = asked && namesAmong('data set', asked, [...new Set(held)]);
  const meant = (record: Recorded): boolean =>
    (version === null || record.engine.version === version) &&
    (datasets?.includes(record.dataset) ?? true);
  checkNames('data set', datasets ?? [], held, results);
  if (!all.some(meant)) {
    const here = all.filter((record) => datasets?.includes(record.dataset) ?? true);
    const versions = [...new Set(here.map(({ engine }) => `${engine.name} ${engine.version}`))];
    const on = datasets === undefined ? '' : ` on ${datasets.join(', ')}`;
    throw new UsageError(
      `${results} holds no records of engine version ${version}${on}; known: ${versions.sort().join(', ')}`,
    );
  }
  return {
    name: version === null ? results : `${results}@${version}`,
    rd: rd.filter(meant),
    timing: timing.filter(meant),
    facts: new Map([...readMetricFacts(results, reading.warn), ...facts]),
    describe: (testbed) => readTestbed(results, testbed),
  };
}
