import { mean } from '../base/statistics.js';
import { presentVersion, scoreIn } from '../results/finished.js';
import type { RdRecord } from '../results/record.js';
import { withoutGaps } from './complete.js';
import {
  type CurveFile,
  type CurveGroup,
  curveFiles,
  type FileGroup,
  type RecordCurve,
  type RecordPoint,
} from './curve-groups.js';
import { type TimesBeside, timeNames } from './image-seconds.js';

/** Names that CompressAI has for metrics of the same definition; the others keep their ids. */
const names: Readonly<Record<string, string>> = { psnr: 'psnr-rgb', 'ms-ssim': 'ms-ssim-rgb' };

/** A curve as CompressAI's result files have them: lists that go together, by point. */
export interface CompressaiFile {
  readonly name: string;
  readonly description: string;
  /** What their files of papers have beside; their programs do not read it. */
  readonly meta: Readonly<Record<string, unknown>>;
  readonly results: Readonly<Record<string, readonly number[]>>;
}

/**
 * Records as CompressAI's result files, one for each curve: means over the images, of points that
 * have all images of the data set. Their files know no missing value, so a metric is in where most
 * points have it, and points that lack one of these are left out. Pure.
 */
export function compressaiFiles(
  records: Iterable<RdRecord>,
  times: TimesBeside,
): FileGroup<CompressaiFile>[] {
  return curveFiles(records, (group, curve) => curveFile(group, curve, times));
}

function curveFile(
  { dataset, crop, images }: CurveGroup,
  curve: RecordCurve,
  times: TimesBeside,
): CurveFile<CompressaiFile> {
  const complete = curve.points.filter((point) => point.complete);
  const records = complete.flatMap((point) => point.records);
  const ids = [...new Set(records.flatMap(({ metrics }) => Object.keys(metrics)))].sort();
  const versions = new Map(ids.map((id) => [id, presentVersion(records, id)]));
  const columns = [
    ...ids.map((id) => ({
      name: names[id] ?? id,
      of: (point: RecordPoint) =>
        meanOf(point, (record) => scoreIn(record, id, versions.get(id) ?? null)),
    })),
    ...timeNames.map(([name, direction]) => ({
      name,
      of: (point: RecordPoint) => meanOf(point, (record) => times.of(record)?.[direction] ?? null),
    })),
  ];
  const cells = complete.map((point) => columns.map(({ of }) => of(point)));
  const table = withoutGaps(cells, timeNames.length);
  const points = table.rows.map((row) => complete[row]!);
  const lists = table.columns.map((column) => [
    columns[column]!.name,
    table.rows.map((row) => cells[row]![column]!),
  ]);
  const { title, engine, knob } = curve;
  const content: CompressaiFile = {
    name: title,
    description: `${title}, ${engine.name} ${engine.version}, means over ${images} images`,
    meta: {
      dataset,
      crop,
      images,
      knob: knob && { name: knob, values: points.map((each) => each.records[0]!.settings[knob]) },
      engine,
      metricVersions: Object.fromEntries(versions),
      testbed: times.testbed,
      program: `paretobench ${records[0]?.version}`,
    },
    results: Object.fromEntries([['bpp', points.map(({ bpp }) => bpp)], ...lists]),
  };
  const incomplete = curve.points.filter((point) => !point.complete);
  return {
    title,
    content: points.length === 0 ? null : content,
    leftOut: [
      ...incomplete.map(
        ({ identity, records: { length } }) =>
          `${identity.spec}: it has ${length} of ${images} images`,
      ),
      ...ids
        .filter((_, column) => complete.length > 0 && !table.columns.includes(column))
        .map((id) => `${id} of ${title}: most points have no finite mean`),
      ...complete
        .filter((point) => !points.includes(point))
        .map(({ identity }) => `${identity.spec}: it lacks a value that most points have`),
    ],
  };
}

/** Mean over the images of a point, or null where one image has no finite value. */
function meanOf(
  { records }: RecordPoint,
  value: (record: RecordPoint['records'][number]) => number | null,
): number | null {
  const values = records.map(value);
  return values.some((each) => each === null) ? null : mean(values as number[]);
}
