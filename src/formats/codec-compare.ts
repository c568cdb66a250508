import { withSetting } from '../base/spec.js';
import { type Finished, presentVersion, scoreIn } from '../results/finished.js';
import type { RdRecord } from '../results/record.js';
import { withoutGaps } from './complete.js';
import {
  type CurveFile,
  type CurveGroup,
  curveFiles,
  type FileGroup,
  type RecordCurve,
} from './curve-groups.js';
import { type TimesBeside, timeNames } from './image-seconds.js';

/** A name and what it means, as an object of one entry. */
type Description = Readonly<Record<string, string>>;

/** A batch as Google's codec-compare reads it: descriptions and values go together by position. */
export interface CodecCompareBatch {
  readonly constant_descriptions: readonly Description[];
  readonly constant_values: readonly string[];
  readonly field_descriptions: readonly Description[];
  readonly field_values: readonly (readonly (string | number)[])[];
}

/** The name of the list of a folder's batches. */
const listName = 'batches';

/** Names by which codec-compare knows a metric; those that it does not know keep their ids. */
export const metricFields: Readonly<Record<string, string>> = {
  'ms-ssim': 'msssim',
  'butteraugli-p3': 'p3-norm',
};

/**
 * Records as codec-compare's batches, one for each curve, a row for each picture and point. Its
 * reader knows no missing value: null counts as 0, which is perfect for a distance, and a word makes
 * a column of numbers one of text. So a metric is a field where most records have a finite value, and
 * records without one are left out. Pure.
 * @see https://github.com/webmproject/codec-compare, src/entry.ts and src/entry_loader.ts
 */
export function codecCompareFiles(
  records: Iterable<RdRecord>,
  times: TimesBeside,
): FileGroup<CodecCompareBatch>[] {
  return curveFiles(records, (group, curve) => batchOf(group, curve, times)).map((group) => ({
    ...group,
    // The list that the viewer is pointed to.
    beside: (names) => [{ name: listName, content: names.map((name) => [`${name}.json`]) }],
    hidden: notInCommon(group.files.flatMap(({ content }) => content ?? [])),
  }));
}

interface Field {
  readonly name: string;
  readonly meaning: string;
  readonly of: (record: Finished) => number | null;
}

function batchOf(
  group: CurveGroup,
  curve: RecordCurve,
  times: TimesBeside,
): CurveFile<CodecCompareBatch> {
  const records = curve.points.flatMap((point) => point.records);
  const ids = [...new Set(records.flatMap(({ metrics }) => Object.keys(metrics)))].sort();
  const versions = new Map(ids.map((id) => [id, presentVersion(records, id)]));
  const scores = ids.map((id): Field => {
    const version = versions.get(id) ?? null;
    const meaning = `Metric ${id}, version ${version} of Pareto's`;
    return { name: metricFields[id] ?? id, meaning, of: (record) => scoreIn(record, id, version) };
  });
  const seconds = timeNames.map(([name, direction]): Field => {
    const meaning = `Median seconds to ${direction} on ${times.testbed}`;
    return { name, meaning, of: (record) => times.of(record)?.[direction] ?? null };
  });
  const numbers = [...scores, ...seconds];
  const table = withoutGaps(
    records.map((record) => numbers.map(({ of }) => of(record))),
    timeNames.length,
  );
  const fields = [...settingFields(curve), ...sizeFields, ...table.columns.map((i) => numbers[i]!)];
  const rows = table.rows.map((row) => records[row]!);
  const constants = constantsOf(group, curve, times);
  const leftOut = records.length - rows.length;
  return {
    title: curve.title,
    content:
      rows.length === 0
        ? null
        : {
            constant_descriptions: constants.map(([name, meaning]) => ({ [name]: meaning })),
            constant_values: constants.map(([, , value]) => value),
            field_descriptions: [
              { original_name: 'Name of the picture' },
              ...fields.map(({ name, meaning }) => ({ [name]: meaning })),
            ],
            field_values: rows.map((record) => [
              pictureName(record),
              ...fields.map(({ of }) => of(record)!),
            ]),
          },
    leftOut: [
      ...ids
        .filter((_, column) => !table.columns.includes(column))
        .map((id) => `${id} of ${curve.title}: most records have no finite value`),
      ...(leftOut > 0
        ? [`${leftOut} of ${records.length} records of ${curve.title}: they lack a finite value`]
        : []),
    ],
  };
}

const sizeFields: readonly Field[] = [
  { name: 'width', meaning: 'Pixel columns of the original', of: ({ width }) => width },
  { name: 'height', meaning: 'Pixel rows of the original', of: ({ height }) => height },
  { name: 'encoded_size', meaning: 'Bytes of the encoded file', of: ({ bytes }) => bytes },
  { name: 'bpp', meaning: 'Bits per pixel of the original', of: ({ bpp }) => bpp },
];

/** The rate knob, and the effort where there is one: the two settings that the viewer knows. */
function settingFields({ knob, points }: RecordCurve): Field[] {
  const settings = points[0]!.records[0]!.settings;
  const known = [...new Set([...(knob === null ? [] : [knob]), 'effort'])];
  return known
    .filter((name) => typeof settings[name] === 'number')
    .map((name) => ({
      name,
      meaning: name === knob ? `Setting ${name}, which steers the rate` : `Setting ${name}`,
      of: (record) => record.settings[name] as number,
    }));
}

/** Constants: name, meaning, value. In a value `${field}` stands for the row's own. */
function constantsOf(
  { dataset, crop }: CurveGroup,
  { title, label, codec, engine, knob, points }: RecordCurve,
  times: TimesBeside,
): [name: string, meaning: string, value: string][] {
  const records = points.flatMap((point) => point.records);
  const last = records
    .map(({ at }) => at)
    .sort()
    .at(-1)!;
  const { [knob ?? '']: _knob, ...settings } = records[0]!.settings;
  const spec = knob === null ? label : withSetting(label, knob, `\${${knob}}`);
  const cropped = crop === null ? '' : ` --crop ${crop}`;
  return [
    ['name', 'Name of this batch', title],
    ['codec', 'Codec', codec],
    [
      'version',
      'Library that did the work',
      `${engine.name} ${engine.version} (${engine.runtime})`,
    ],
    ['time', 'When the last of it was measured', last],
    ['settings', 'All settings but the one that steers the rate', JSON.stringify(settings)],
    ['data_set', 'Data set', dataset],
    ['crop', 'Centre crop', crop ?? 'none'],
    ['testbed', 'Machine of the times', times.testbed ?? 'none'],
    [
      'encoding_cmd',
      'Command that measures it again',
      `npx pareto sweep --codec ${spec} --dataset ${dataset} --images \${original_name}${cropped}`,
    ],
    ['knob', 'Setting that steers the rate', knob ?? 'none'],
    ['metrics', 'Metrics of Pareto with their versions', JSON.stringify(versionsOf(records))],
    ['program', 'Program that measured it', `paretobench ${records[0]!.version}`],
  ];
}

function versionsOf(records: readonly Finished[]): Record<string, string | null> {
  const ids = [...new Set(records.flatMap(({ metrics }) => Object.keys(metrics)))].sort();
  return Object.fromEntries(ids.map((id) => [id, presentVersion(records, id)]));
}

/** The viewer takes names that read as numbers for numbers, and matches those that are near. */
function pictureName({ dataset, image }: Finished): string {
  return Number.isNaN(Number(image)) ? image : `${dataset}/${image}`;
}

/** Fields that the viewer will not offer, as not all batches have them, for people. */
function notInCommon(batches: readonly CodecCompareBatch[]): string[] {
  const counts = new Map<string, number>();
  for (const name of batches.flatMap((batch) => batch.field_descriptions.flatMap(Object.keys))) {
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count < batches.length)
    .map(([name, count]) => {
      const where = `${count} of ${batches.length} batches`;
      return `${name} in the viewer, which offers what all batches have: ${where} have it; take the others off ${listName}.json`;
    });
}
