import { rdPoints } from '../leaderboard/points.js';
import type { RdGroup, TimingGroup } from '../leaderboard/schema.js';
import { timingTables } from '../leaderboard/timings.js';
import { rdFile, timingFile } from '../sweeps/layout.js';
import type { SweepPlan } from '../sweeps/prepare.js';
import { readRdRecords, readTimingRecords, type Warn } from '../sweeps/store.js';
import type { SweepSummary } from '../sweeps/sweep.js';
import { rdTable, timingTable } from './result-tables.js';

const bootstrap = { seed: 1, resamples: 1000, level: 0.95 };

/** The stored figures of the sweep's own arms and images, also those measured earlier. */
export interface SweepTables {
  readonly points: readonly RdGroup[];
  readonly timings: readonly TimingGroup[];
}

export function sweepTables(plan: SweepPlan, warn: Warn): SweepTables {
  const { options, dataset, arms, images, rd, timing } = plan;
  const codecs = [...new Set(arms.map((arm) => arm.codec))];
  const wanted = new Set(
    images.flatMap(({ sha256 }) => arms.map(({ spec }) => `${sha256} ${spec}`)),
  );
  const isWanted = (record: { imageSha256: string; spec: string; crop: string | null }): boolean =>
    wanted.has(`${record.imageSha256} ${record.spec}`);
  const rdRecords = rd
    ? codecs
        .flatMap((codec) => readRdRecords(rdFile(options.results, dataset, codec), warn))
        .filter((record) => isWanted(record) && record.crop === rd.crop)
    : [];
  const timingRecords = timing
    ? codecs
        .map((codec) => timingFile(options.results, timing.testbed.id, dataset, codec))
        .flatMap((file) => readTimingRecords(file, warn))
        .filter((record) => isWanted(record) && record.crop === timing.crop)
    : [];
  return {
    points: rdPoints(rdRecords),
    timings: timingTables(timingRecords, bootstrap),
  };
}

export function tablesText({ points, timings }: SweepTables): string {
  return [...points.map(rdTable), ...timings.map(timingTable)].join('\n\n');
}

/** What the sweep did, where its records are, and what to look at next. */
export function describeSummary(plan: SweepPlan, summary: SweepSummary): string {
  const lines: string[] = [];
  if (plan.rd) {
    const { rd } = summary;
    const measured = rd?.measured ?? 0;
    lines.push(
      `${measured} measured, ${plan.rd.finished} finished before, ${rd?.failed ?? 0} failed`,
    );
    if (rd && rd.seconds > 0) {
      const capacity = rd.seconds * rd.workers;
      const share = (seconds: number): string => `${((100 * seconds) / capacity).toFixed(1)} %`;
      const { codec, metrics } = rd.busy;
      lines.push(
        `${rd.seconds.toFixed(1)} s on ${rd.workers} workers: ${share(codec)} in codecs, ${share(metrics)} in metrics, ${share(capacity - codec - metrics)} besides`,
      );
    }
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
  lines.push(`records in ${plan.options.results}; next: npm run leaderboard`);
  return lines.join('\n');
}
