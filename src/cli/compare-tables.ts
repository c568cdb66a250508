import { nameShortly } from '../base/name-shortly.js';
import type { JudgedChange } from '../compare/change.js';
import {
  type CompareReport,
  isVoid,
  type SideSummary,
  type SubjectSummary,
} from '../compare/compare.js';
import { formatTable } from './output.js';

/** What changed from one side to the other, for people. */
export function compareText(report: CompareReport): string {
  const { a, b, subjects } = report;
  const groups = [...new Set(subjects.map(groupOf))];
  return [
    [`A  ${sideLine(a)}`, `B  ${sideLine(b)}`, ...engineLines(report)].join('\n'),
    ...groups.flatMap((group) => groupText(report, group)),
    ...timesText(report),
    ...significanceText(report),
    verdictText(report),
  ].join('\n\n');
}

function verdictText(report: CompareReport): string {
  const { regressions } = report;
  if (regressions.length > 0) {
    return `worse in B:\n${regressions.map((each) => `- ${each}`).join('\n')}`;
  }
  if (!isVoid(report)) return 'nothing became worse for sure';
  return 'nothing was compared: no codec with its settings has a picture on both sides';
}

function sideLine({ name, records: { rd, timing } }: SideSummary): string {
  return `${name}: ${rd} records of rate and distortion, ${timing} of time`;
}

function engineLines({ a, b, engines, differing }: CompareReport): string[] {
  return [
    ...engines.map((each) => `${each.codec}: ${each.a} -> ${each.b}`),
    ...differing.map(
      ({ codec, settings }) =>
        `${codec}: records on one side only differ by ${settings.join()}: named in --ignore, these are compared all the same`,
    ),
    ...[a, b].flatMap(({ name, mixed }) =>
      mixed.map(
        (each) =>
          `${name} has ${each.engines.join(' and ')} of ${each.codec} at the same settings, of which the last written counts; name one as ${name}@VERSION`,
      ),
    ),
  ];
}

type Grouped = Pick<SubjectSummary, 'dataset' | 'crop'>;

function groupOf({ dataset, crop }: Grouped): string {
  return crop === null ? dataset : `${dataset}, centre crop ${crop}`;
}

function groupText(report: CompareReport, group: string): string[] {
  const subjects = report.subjects.filter((each) => groupOf(each) === group);
  const changes = report.changes.filter(({ subject }) => groupOf(subject) === group);
  const total = (count: (subject: SubjectSummary) => number): number =>
    subjects.reduce((sum, subject) => sum + count(subject), 0);
  const paired = subjects.filter(({ pairs }) => pairs > 0);
  const still = paired.filter(({ pairs, unchanged, failed }) => pairs === unchanged + failed);
  const lines = [
    `${group}: ${total(({ pairs }) => pairs)} pairs of one image at one setting, ${total(({ identical }) => identical)} with the same bytes`,
    ...onlyLine('A', subjects, ({ onlyA }) => onlyA),
    ...onlyLine('B', subjects, ({ onlyB }) => onlyB),
    ...countLine(
      'failed in both',
      total(({ failed }) => failed),
    ),
    ...countLine(
      'failed in A, not in B',
      total(({ mended }) => mended),
    ),
    ...countLine(
      'failed in B, not in A',
      total(({ broken }) => broken.length),
    ),
    ...countLine(
      'exact in B, not in A',
      total(({ exactGained }) => exactGained),
    ),
    ...countLine(
      'exact in A, not in B',
      total(({ exactLost }) => exactLost),
    ),
    ...(still.length > 0
      ? [`no change at ${still.length} of ${paired.length} settings: same bytes, same metrics`]
      : []),
  ];
  const moved = paired.filter((subject) => !still.includes(subject));
  return [lines.join('\n'), ...settingTable(moved, changes), ...curveTable(report, changes)];
}

function onlyLine(
  side: string,
  subjects: readonly SubjectSummary[],
  count: (subject: SubjectSummary) => number,
): string[] {
  const found = subjects.filter((subject) => count(subject) > 0);
  if (found.length === 0) return [];
  const images = found.reduce((sum, subject) => sum + count(subject), 0);
  return [`only in ${side}: ${images} of ${nameShortly(found.map(({ spec }) => spec))}`];
}

function countLine(what: string, count: number): string[] {
  return count === 0 ? [] : [`${what}: ${count}`];
}

function settingTable(
  subjects: readonly SubjectSummary[],
  changes: readonly JudgedChange[],
): string[] {
  if (subjects.length === 0) return [];
  const scores = changes.filter(({ kind }) => kind === 'metric');
  const shown = unique(
    scores.filter(({ value, p }) => value !== null || p !== null),
    metricOf,
  );
  const rows = subjects.map((subject) => {
    const own = changes.filter((change) => change.subject.spec === subject.spec);
    const score = (id: string) =>
      own.find(({ kind, metric }) => kind === 'metric' && metric === id);
    return [
      subject.spec,
      String(subject.pairs),
      String(subject.identical),
      ratioCell(own.find(({ kind }) => kind === 'size')),
      ...shown.map((id) => differenceCell(score(id))),
    ];
  });
  const header = ['setting', 'images', 'same', 'size B/A', ...shown.map((id) => `${id} B-A`)];
  const apart = unique(
    scores.filter(({ versionsDiffer }) => versionsDiffer === true),
    metricOf,
  );
  return [
    formatTable(header, rows),
    ...(apart.length > 0 ? [`not compared, as its versions differ: ${apart.join(', ')}`] : []),
  ];
}

function curveTable({ meanCurves }: CompareReport, changes: readonly JudgedChange[]): string[] {
  const curves = changes.filter(({ kind }) => kind === 'bd-rate');
  if (curves.length === 0) return [];
  const metrics = unique(curves, metricOf);
  const labels = unique(curves, ({ subject }) => subject.spec);
  const meanOf = (found: JudgedChange | undefined) =>
    meanCurves.find((each) => each.subject === found?.subject && each.metric === found?.metric);
  const apart = labels.filter((label) =>
    curves.some((each) => each.subject.spec === label && meanOf(each)?.gridsDiffer),
  );
  const rows = labels.map((label) => [
    apart.includes(label) ? `${label} (grids differ)` : label,
    ...metrics.flatMap((metric) => {
      const found = curves.find(
        ({ subject, metric: id }) => subject.spec === label && id === metric,
      );
      const whole = meanOf(found);
      const note = whole?.reason === null || whole?.percent == null ? '' : '~';
      return [
        whole?.percent == null
          ? '-'
          : `${whole.percent.toFixed(2)}${whole.images < whole.of ? ` (${whole.images}/${whole.of})` : ''}${note}`,
        cell(found, (value) => value.toFixed(2)),
      ];
    }),
  ]);
  const header = ['curve', ...metrics.flatMap((metric) => [metric, 'mean of images'])];
  const legend = [
    "BD-rate of B against A in %: of the mean curves, and the mean of the images' own; ~ with a reservation, in --json",
    ...(apart.length > 0
      ? [
          'grids differ: too few settings are on both sides for a curve, so all points of either side are taken; such a figure is partly interpolation, and not tested',
        ]
      : []),
  ];
  return [`${legend.join('\n')}\n\n${formatTable(header, rows)}`];
}

function timesText({ changes, noise }: CompareReport): string[] {
  return noise.map(({ testbed, margin, calibration }) => {
    const own = changes.filter((change) => change.testbed === testbed);
    const subjects = [...new Set(own.map(({ subject }) => subject))];
    const rows = subjects.map((subject) => {
      const of = (kind: string) =>
        own.find((change) => change.subject === subject && change.kind === kind);
      return [
        subject.spec,
        groupOf(subject),
        String(of('encode')?.images ?? 0),
        ratioCell(of('encode')),
        ratioCell(of('decode')),
      ];
    });
    const told = [
      margin === null
        ? 'no A/A figure is known, so no change of time is called significant'
        : `a change within ${(100 * Math.expm1(margin)).toFixed(1)} % is put down to the machine`,
      ...(calibration === null ? [] : [`calibration kernel B/A: ${calibration.toFixed(3)}`]),
    ];
    const header = ['setting', 'data set', 'images', 'encode time B/A', 'decode time B/A'];
    return `times on ${testbed}; ${told.join('; ')}\n\n${formatTable(header, rows)}`;
  });
}

function significanceText({ significance, changes }: CompareReport): string[] {
  const { level, tests, fewestImages } = significance;
  if (tests === 0) return [];
  const images = Math.max(
    0,
    ...changes
      .filter(({ testbed, p }) => testbed === null && p !== null)
      .map((each) => each.images),
  );
  return [
    [
      `*: significant; the chance of any false one among all ${tests} tests is at most ${100 * level} % (Holm)`,
      '[ ]: 95 % interval of that figure alone; of sizes, metrics and BD-rates over images, of times over passes',
      ...(images > 0 && images < fewestImages
        ? [
            `${images} images are too few for any significance among so many tests: ${fewestImages} are needed, or fewer tests by --metric`,
          ]
        : []),
    ].join('\n'),
  ];
}

function ratioCell(change: JudgedChange | undefined): string {
  return cell(change, (value) => value.toFixed(4));
}

/** Four digits of the greatest of value and interval. */
function differenceCell(change: JudgedChange | undefined): string {
  const { value = null, low = null, high = null } = change ?? {};
  const greatest = Math.max(...[value, low, high].map((each) => Math.abs(each ?? 0)));
  const digits =
    greatest === 0 ? 0 : Math.max(0, Math.min(6, 2 - Math.floor(Math.log10(greatest))));
  return cell(change, (each) => `${each > 0 ? '+' : ''}${each.toFixed(digits)}`);
}

function cell(change: JudgedChange | undefined, print: (value: number) => string): string {
  if (change === undefined || change.value === null) return '-';
  const { value, low, high, verdict } = change;
  const interval =
    low === null || high === null || low === high ? '' : ` [${print(low)}, ${print(high)}]`;
  const mark = verdict === 'better' || verdict === 'worse' || verdict === 'differs' ? ' *' : '';
  return `${print(value)}${interval}${mark}`;
}

function metricOf({ metric }: JudgedChange): string {
  return metric ?? '';
}

function unique<T>(items: readonly T[], of: (item: T) => string): string[] {
  return [...new Set(items.map(of))];
}
