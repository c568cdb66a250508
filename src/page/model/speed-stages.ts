import type { CurveSpeed, Direction, TimingGroup, TimingRow } from '../../leaderboard/schema.js';
import { timesKey } from '../../results/identity.js';
import type { PageDataset } from './contract.js';
import { timingRowsOf } from './memo.js';
import { curveOptions } from './selection.js';
import { timingNotes } from './timing-notes.js';

/** Where the time of encode, or of decode, goes. Milliseconds a megapixel. */
export interface StageTimes {
  /** 1000 over the megapixels a second. */
  readonly total: number;
  /** By stage: its share of the total. */
  readonly stages: ReadonlyMap<string, number>;
  /** CPU time over wall time: least and greatest of the settings. */
  readonly cpuPerWall: readonly [number, number] | null;
}

/** A curve, or one setting of it, with its times in one group. */
export interface StagedTimes {
  readonly name: string;
  /** Of the curve, in the address; null where the times go with no curve. */
  readonly key: string | null;
  /** Place in `group.curves`. */
  readonly curve: number | null;
  readonly codec: string;
  readonly rows: readonly TimingRow[];
  /** Of the whole curve; null of one setting. */
  readonly speed: CurveSpeed | null;
  /** Null where a setting lacks the times. */
  readonly encode: StageTimes | null;
  readonly decode: StageTimes | null;
  /** What to mind. */
  readonly notes: readonly string[];
}

/**
 * The times of all curves, each the mean of its settings, in the order of `group.curves`; behind
 * them settings that were timed and are of no curve. Pure.
 */
export function stagesOfCurves(data: PageDataset, times: TimingGroup): StagedTimes[] {
  const options = curveOptions(data.group);
  const used = new Set<TimingRow>();
  const curves = data.group.curves.map((boardCurve, curve): StagedTimes => {
    const rows = rowsOf(data, curve, times);
    for (const row of rows) used.add(row);
    const { name, key } = options[curve]!;
    const whole = rows.length === boardCurve.points.length && rows.every((row) => row.complete);
    const some = `${rows.filter((row) => row.complete).length} of its ${boardCurve.points.length} points are timed in full`;
    return {
      ...{ name, key, curve, codec: boardCurve.codec, rows },
      speed: boardCurve.speeds.find((each) => timesKey(each) === timesKey(times)) ?? null,
      encode: whole ? meanTimes(rows, 'encode') : null,
      decode: whole ? meanTimes(rows, 'decode') : null,
      notes: rows.length > 0 && !whole ? [some, ...warningsOf(rows)] : warningsOf(rows),
    };
  });
  const others = times.rows
    .filter((row) => !used.has(row))
    .map((row) => ({ ...stagesOfRow(row), key: null, curve: null }));
  return [...curves.filter(({ rows }) => rows.length > 0), ...others];
}

/** The settings of one curve, each with its own times, from the lowest rate on. */
export function stagesOfSettings(
  data: PageDataset,
  times: TimingGroup,
  curve: number,
): StagedTimes[] {
  const { key } = curveOptions(data.group)[curve]!;
  return rowsOf(data, curve, times).map((row) => ({ ...stagesOfRow(row), key, curve }));
}

function stagesOfRow(row: TimingRow): Omit<StagedTimes, 'key' | 'curve'> {
  const some = `${row.images} images only`;
  return {
    ...{ name: row.spec, codec: row.codec, rows: [row], speed: null },
    encode: meanTimes([row], 'encode'),
    decode: meanTimes([row], 'decode'),
    notes: row.complete ? warningsOf([row]) : [some, ...warningsOf([row])],
  };
}

function rowsOf({ group }: PageDataset, curve: number, times: TimingGroup): TimingRow[] {
  const points = group.curves[curve]!.points.map((place) => group.rows[place]!);
  return timingRowsOf(times, points);
}

/** The mean of the settings: its total is 1000 over the speed of the curve. */
function meanTimes(rows: readonly TimingRow[], direction: 'encode' | 'decode'): StageTimes | null {
  const all = rows.flatMap((row) => {
    const figures = row[direction];
    return figures?.megapixelsPerSecond ? [timesOf(figures, figures.megapixelsPerSecond)] : [];
  });
  if (all.length === 0 || all.length < rows.length) return null;
  const names = [...new Set(all.flatMap(({ stages }) => [...stages.keys()]))];
  const average = (of: (each: (typeof all)[number]) => number): number =>
    all.reduce((sum, each) => sum + of(each), 0) / all.length;
  const cpu = all.flatMap(({ cpuPerWall }) => cpuPerWall ?? []);
  return {
    total: average(({ total }) => total),
    stages: new Map(names.map((name) => [name, average((t) => t.stages.get(name) ?? 0)])),
    cpuPerWall: cpu.length < all.length ? null : [Math.min(...cpu), Math.max(...cpu)],
  };
}

function timesOf({ stages, cpuPerWall }: Direction, megapixelsPerSecond: number) {
  const total = 1000 / megapixelsPerSecond;
  const parts = Object.entries(stages).map(
    ([name, { share }]) => [name, (share ?? 0) * total] as const,
  );
  return { total, stages: new Map(parts), cpuPerWall };
}

/** A line for each direction, one for each warning of both, and one of failed jobs. */
function warningsOf(rows: readonly TimingRow[]): string[] {
  const ofDirections = (['encode', 'decode'] as const).flatMap((direction) => {
    const notes = timingNotes(rows, direction);
    return notes.length === 0 ? [] : [`${direction}: ${notes.join('; ')}`];
  });
  const failed = rows.reduce((sum, row) => sum + row.failed, 0);
  const failures = failed > 0 ? [`${failed} ${failed === 1 ? 'job' : 'jobs'} failed`] : [];
  return [...ofDirections, ...timingNotes(rows, null), ...failures];
}

/** The stages in the order in which they run, with the one that covers all and the rest behind. */
const order = [
  ...['parse', 'prepare', 'resize', 'analysis', 'transfer', 'entropy', 'synthesis', 'store'],
  ...['finish', 'encode', 'decode', 'other'],
];

/** The stages that some of these have, in the order in which they run. */
export function stagesOf(timed: readonly StagedTimes[], direction: 'encode' | 'decode'): string[] {
  const names = new Set(timed.flatMap((each) => [...(each[direction]?.stages.keys() ?? [])]));
  const place = (name: string): number => (order.indexOf(name) + order.length) % order.length;
  return [...names].sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
}
