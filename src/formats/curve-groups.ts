import { type CodecCurveOf, recordCurves } from '../leaderboard/metric-curves.js';
import { countImages, groupRecords } from '../leaderboard/record-groups.js';
import { isFinished } from '../results/finished.js';
import type { RdRecord } from '../results/record.js';

/** The curves of one data set, or of one crop of it. */
export interface CurveGroup {
  readonly dataset: string;
  readonly crop: string | null;
  /** N of n/N: images that at least one setting has. */
  readonly images: number;
  readonly curves: readonly RecordCurve[];
}

/** Records of a codec with all settings except the rate knob. */
export interface RecordCurve extends CodecCurveOf<RecordPoint> {
  /** The label, and the engine where two curves of the group share that. */
  readonly title: string;
}

/** Records that differ in the image alone. */
export type RecordPoint = ReturnType<typeof recordCurves>[number]['points'][number];

/** A file made of a curve. */
export interface CurveFile<T> {
  readonly title: string;
  /** Null where nothing of the curve can be told in the format. */
  readonly content: T | null;
  /** What of the curve the file does not hold, for people. */
  readonly leftOut: readonly string[];
}

/** The files of a group's curves. */
export interface FileGroup<T> {
  /** The data set, and the crop where there is one. */
  readonly title: string;
  readonly files: readonly CurveFile<T>[];
  /** What a folder has beside the files of its curves, whose names are given without ending. */
  readonly beside?: (names: readonly string[]) => { name: string; content: unknown }[];
  /** What of the files their reader will not show, for people. */
  readonly hidden?: readonly string[];
}

function curveGroups(records: Iterable<RdRecord>): CurveGroup[] {
  return groupRecords(records, ({ dataset, crop }) => [dataset, crop]).map(({ first, rows }) => {
    const images = countImages(rows, isFinished);
    const curves = recordCurves(rows, images);
    return {
      dataset: first.dataset,
      crop: first.crop,
      images,
      curves: curves.map((curve) => ({ ...curve, title: titleOf(curve, curves) })),
    };
  });
}

function titleOf(
  { label, engine }: CodecCurveOf<unknown>,
  all: readonly CodecCurveOf<unknown>[],
): string {
  const shared = all.filter((each) => each.label === label).length > 1;
  return shared ? `${label} ${engine.name} ${engine.version}` : label;
}

/** The curves of each group as files of a format. Pure. */
export function curveFiles<T>(
  records: Iterable<RdRecord>,
  fileOf: (group: CurveGroup, curve: RecordCurve) => CurveFile<T>,
): FileGroup<T>[] {
  return curveGroups(records).map((group) => ({
    title: group.crop === null ? group.dataset : `${group.dataset} ${group.crop}`,
    files: group.curves.map((curve) => fileOf(group, curve)),
  }));
}
