import { mean } from '../../statistics.js';
import type { RdRecord } from '../../sweeps/record.js';
import { type Finished, isFinished } from '../finished.js';
import { compare, countImages, groupRecords, type RowRecords } from '../rows.js';

/** The curves of one data set, or of one crop of it. */
export interface CurveGroup {
  readonly dataset: string;
  readonly crop: string | null;
  /** N of n/N: images that at least one setting has. */
  readonly images: number;
  readonly curves: readonly RecordCurve[];
}

/** Records of a codec with its settings but for the rate knob. */
export interface RecordCurve {
  /** The printed form without the knob, `avif:speed=0`. */
  readonly label: string;
  /** The same, and the engine where two curves of the group share the label. */
  readonly title: string;
  readonly codec: string;
  readonly engine: RdRecord['engine'];
  readonly knob: string | null;
  /** From the lowest rate on. */
  readonly points: readonly RecordPoint[];
}

/** Records that differ in the image alone. */
export interface RecordPoint {
  readonly spec: string;
  /** Mean bits per pixel over the images. */
  readonly bpp: number;
  /** Whether it has every image of the group. */
  readonly complete: boolean;
  readonly records: readonly Finished[];
}

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
}

function curveGroups(records: Iterable<RdRecord>): CurveGroup[] {
  return groupRecords(records, ({ dataset, crop }) => [dataset, crop]).map(({ first, rows }) => {
    const images = countImages(rows, isFinished);
    const { dataset, crop } = first;
    return { dataset, crop, images, curves: curvesOf(rows, images) };
  });
}

function curvesOf(rows: readonly RowRecords<RdRecord>[], images: number): RecordCurve[] {
  const curves = new Map<string, Omit<RecordCurve, 'title'> & { points: RecordPoint[] }>();
  for (const { records } of rows) {
    const finished = records.filter(isFinished);
    if (finished.length === 0) continue;
    const { codec, spec, settings, engine, knob } = finished[0]!;
    const { [knob ?? '']: _knob, ...fixed } = settings;
    const key = JSON.stringify([codec, engine, Object.entries(fixed).sort()]);
    const curve = curves.get(key) ?? {
      label: labelOf(spec, knob),
      codec,
      engine,
      knob,
      points: [],
    };
    curves.set(key, curve);
    curve.points.push({
      spec,
      bpp: mean(finished.map(({ bpp }) => bpp)),
      complete: finished.length === images,
      records: finished,
    });
  }
  const all = [...curves.values()];
  for (const { points } of all) points.sort((a, b) => a.bpp - b.bpp);
  return all
    .map((curve) => ({ ...curve, title: titleOf(curve, all) }))
    .sort((a, b) => compare(a.title, b.title));
}

/** `avif:speed=0` of `avif:speed=0,quality=50`, whose knob is quality. */
function labelOf(spec: string, knob: string | null): string {
  const [, id, settings = ''] = /^([^:]*)(?::(.*))?$/s.exec(spec)!;
  const kept = settings.split(',').filter((each) => each !== '' && !each.startsWith(`${knob}=`));
  return kept.length === 0 ? id! : `${id}:${kept.join(',')}`;
}

function titleOf(
  { label, engine }: Omit<RecordCurve, 'title'>,
  all: readonly Omit<RecordCurve, 'title'>[],
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
