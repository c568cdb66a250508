import { factsOf, type MetricFacts } from '../curves/metric-facts.js';
import { compare, obtain } from '../leaderboard/record-groups.js';
import type { RdRecord, Recorded } from '../results/record.js';
import { type Change, type JudgedChange, judge, level } from './change.js';
import { type CurveChange, curveChanges } from './curve-changes.js';
import { type DifferingSettings, differingSettings } from './differing.js';
import { joinSides, type Subject, type SubjectPairs, subjectKey } from './pairs.js';
import { finishedPairs, metricChange, sizeChange } from './rd-changes.js';
import type { Side } from './sides.js';
import { joinTimes, type TimingNoise, timeChanges } from './time-changes.js';

/** How one setting's records of the two sides relate. */
export interface SubjectSummary extends Subject {
  /** Images that both sides have. */
  readonly pairs: number;
  /** Of these, images whose files are the same bytes. */
  readonly identical: number;
  /** Of these, images of which also every metric that both sides have is the same. */
  readonly unchanged: number;
  readonly onlyA: number;
  readonly onlyB: number;
  /** Images that went well in A and failed in B, with the message; and the other way round. */
  readonly broken: readonly { readonly image: string; readonly message: string }[];
  readonly mended: number;
  /** Images that failed on both sides. */
  readonly failed: number;
  /** Images that A gave back exactly and B does not, and the other way round. */
  readonly exactLost: number;
  readonly exactGained: number;
}

/** What changed from A to B. */
export interface CompareReport {
  readonly a: SideSummary;
  readonly b: SideSummary;
  readonly engines: readonly EngineChange[];
  /** Why records are on one side only, where it is settings that differ. */
  readonly differing: readonly DifferingSettings[];
  readonly subjects: readonly SubjectSummary[];
  readonly changes: readonly JudgedChange[];
  /** BD-rates of mean curves, in the order of the changes of kind `bd-rate`. */
  readonly meanCurves: readonly (Pick<CurveChange, 'subject' | 'metric'> &
    CurveChange['meanCurve'])[];
  readonly noise: readonly TimingNoise[];
  readonly significance: {
    readonly level: number;
    readonly tests: number;
    /** Fewer images that differ cannot be significant among so many tests; does not apply to times. */
    readonly fewestImages: number;
  };
  /** What became worse for sure, for people; empty where nothing did. */
  readonly regressions: readonly string[];
}

export interface SideSummary {
  readonly name: string;
  readonly records: { readonly rd: number; readonly timing: number };
  /** Codecs with two engines of one name at the same settings, of which the last written counts. */
  readonly mixed: readonly { readonly codec: string; readonly engines: readonly string[] }[];
}

/** Engines that differ between compared records: `libwebp 1.6.0`. */
export interface EngineChange {
  readonly codec: string;
  readonly a: string;
  readonly b: string;
}

export interface CompareOptions {
  /** Settings that may differ between compared records. */
  readonly ignore?: readonly string[];
  /** Only these; all that both sides have where there are none. */
  readonly metrics?: readonly string[] | undefined;
}

/** Compares two sides: what is only in one, what is the same, what changed and how surely. */
export function compareSides(
  a: Side,
  b: Side,
  { ignore = [], metrics: wanted }: CompareOptions = {},
): CompareReport {
  const apart = new Set(ignore);
  const joined = joinSides(a.rd, b.rd, apart);
  const facts = new Map([...a.facts, ...b.facts]);
  const ofB = metricsOf(b.rd);
  const metrics = metricsOf(a.rd)
    .filter((metric) => (wanted?.includes(metric) ?? true) && ofB.includes(metric))
    .map((metric) => factsOf(facts, metric));
  const subjects = joined.map(summaryOf);
  const curves = curveChanges(
    a.rd,
    b.rd,
    metrics.filter(({ scale }) => scale !== null),
    apart,
  );
  const times = timeChanges(a, b, apart);
  const changes = judge([
    ...joined.flatMap((each) => rdChanges(each, metrics)),
    ...curves,
    ...times.changes,
  ]);
  return {
    a: sideSummary(a, apart),
    b: sideSummary(b, apart),
    engines: engineChanges(a, b, apart),
    differing: differingSettings(joined, apart),
    subjects,
    changes: changes.map(withoutMeanCurve),
    meanCurves: curves.map(({ subject, metric, meanCurve }) => ({ subject, metric, ...meanCurve })),
    noise: times.noise,
    significance: significanceOf(changes),
    regressions: [
      ...subjects.flatMap(lostOf),
      ...changes.flatMap((each) => worseOf(each, changes)),
    ],
  };
}

/** Whether the sides have nothing in common: then no regression is no good news. */
export function isVoid({ subjects, changes }: CompareReport): boolean {
  return changes.length === 0 && subjects.every(({ pairs }) => pairs === 0);
}

function rdChanges(joined: SubjectPairs<RdRecord>, metrics: readonly MetricFacts[]): Change[] {
  const pairs = finishedPairs(joined);
  if (pairs.length === 0) return [];
  const { subject } = joined;
  return [
    sizeChange(subject, pairs),
    ...metrics.map((metric) => metricChange(subject, pairs, metric)),
  ];
}

/** Of n signs that all agree the signed-rank test gives 2 / 2^n, and Holm asks for level / tests. */
function significanceOf(changes: readonly JudgedChange[]): CompareReport['significance'] {
  const tests = changes.filter(({ p }) => p !== null).length;
  return { level, tests, fewestImages: Math.floor(2 + Math.log2(Math.max(1, tests) / level)) };
}

function withoutMeanCurve(change: JudgedChange & { meanCurve?: unknown }): JudgedChange {
  const { meanCurve: _told, ...rest } = change;
  return rest;
}

function summaryOf(joined: SubjectPairs<RdRecord>): SubjectSummary {
  const { subject, pairs, onlyA, onlyB } = joined;
  const finished = finishedPairs(joined);
  const same = finished.filter(
    ({ a, b }) => a.bitstreamSha256 !== null && a.bitstreamSha256 === b.bitstreamSha256,
  );
  const broken = pairs.filter(({ a, b }) => a.error === null && b.error !== null);
  return {
    ...subject,
    pairs: pairs.length,
    identical: same.length,
    unchanged: same.filter(({ a, b }) => sameScores(a.metrics, b.metrics)).length,
    onlyA: onlyA.length,
    onlyB: onlyB.length,
    broken: broken.map(({ b }) => ({ image: b.image, message: b.error!.message })),
    mended: pairs.filter(({ a, b }) => a.error !== null && b.error === null).length,
    failed: pairs.filter(({ a, b }) => a.error !== null && b.error !== null).length,
    exactLost: finished.filter(({ a, b }) => a.exact === true && b.exact === false).length,
    exactGained: finished.filter(({ a, b }) => a.exact === false && b.exact === true).length,
  };
}

/** Whether the metrics that both have are equal. */
function sameScores(a: RdRecord['metrics'], b: RdRecord['metrics']): boolean {
  return Object.entries(a).every(([id, value]) => !Object.hasOwn(b, id) || b[id] === value);
}

function sideSummary({ name, rd, timing }: Side, ignore: ReadonlySet<string>): SideSummary {
  const jobs = new Map<string, { codec: string; engines: Set<string> }>();
  for (const record of [...rd, ...timing]) {
    const { codec, kind, imageSha256 } = record;
    const place = 'testbed' in record ? [record.testbed, record.threads] : [];
    const key = JSON.stringify([kind, imageSha256, ...place, ...subjectKey(record, ignore)]);
    obtain(jobs, key, () => ({ codec, engines: new Set() })).engines.add(engineOf(record));
  }
  const mixed = new Map<string, Set<string>>();
  for (const { codec, engines } of jobs.values()) {
    if (engines.size < 2) continue;
    for (const engine of engines) obtain(mixed, codec, () => new Set()).add(engine);
  }
  return {
    name,
    records: { rd: rd.length, timing: timing.length },
    mixed: [...mixed]
      .map(([codec, engines]) => ({ codec, engines: [...engines].sort(compare) }))
      .sort((x, y) => compare(x.codec, y.codec)),
  };
}

function engineChanges(a: Side, b: Side, ignore: ReadonlySet<string>): EngineChange[] {
  const joined = [...joinSides<Recorded>(a.rd, b.rd, ignore), ...joinTimes(a, b, ignore)];
  const found = joined.flatMap(({ subject: { codec }, pairs }) =>
    pairs.map((pair) => [codec, engineOf(pair.a), engineOf(pair.b)] as const),
  );
  return [...new Set(found.filter(([, x, y]) => x !== y).map((each) => JSON.stringify(each)))]
    .sort(compare)
    .map((text) => {
      const [codec, before, after] = JSON.parse(text) as [string, string, string];
      return { codec, a: before, b: after };
    });
}

function engineOf({ engine }: Recorded): string {
  return `${engine.name} ${engine.version}`;
}

function metricsOf(records: readonly RdRecord[]): string[] {
  return [...new Set(records.flatMap(({ metrics }) => Object.keys(metrics)))].sort();
}

/** Facts that need no test: jobs that fail now, pictures that are exact no more. */
function lostOf({ spec, dataset, broken, exactLost }: SubjectSummary): string[] {
  return [
    ...(broken.length > 0
      ? [
          `${spec} on ${dataset}: ${broken.length} images fail now, ${broken[0]!.image}: ${broken[0]!.message}`,
        ]
      : []),
    ...(exactLost > 0 ? [`${spec} on ${dataset}: ${exactLost} images are exact no more`] : []),
  ];
}

/**
 * A size or a metric that got worse where the other got better is a trade, which the BD-rate judges,
 * and no regression.
 */
function worseOf(change: JudgedChange, all: readonly JudgedChange[]): string[] {
  const { verdict, subject, kind, metric, value } = change;
  if (verdict !== 'worse' || value === null) return [];
  const other = kind === 'size' ? 'metric' : kind === 'metric' ? 'size' : null;
  const traded = all.some(
    (each) => each.kind === other && each.subject === subject && each.verdict === 'better',
  );
  if (traded) return [];
  const what = metric === null ? kind : kind === 'metric' ? metric : `${kind} by ${metric}`;
  const much = {
    size: `${percent(value)} bytes`,
    metric: `${value > 0 ? '+' : ''}${Number(value.toPrecision(4))}`,
    'bd-rate': `${value > 0 ? '+' : ''}${value.toFixed(2)} %`,
    encode: `${percent(value)} time`,
    decode: `${percent(value)} time`,
  }[kind];
  return [`${subject.spec} on ${subject.dataset}: ${what} ${much}`];
}

function percent(ratio: number): string {
  return `${ratio > 1 ? '+' : ''}${(100 * (ratio - 1)).toFixed(2)} %`;
}
