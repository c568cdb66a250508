import { mean } from '../statistics.js';
import type { RdRecord } from '../sweeps/record.js';
import type { RatePoint } from './bdrate.js';
import { type Finished, isFinished, presentVersion, scoreIn } from './finished.js';
import { qualityScale, toQuality } from './quality.js';
import { compare, type RowRecords } from './rows.js';

type Identity = RowRecords<RdRecord>['identity'];

/** A codec with its settings but for the rate knob: the points of its rows, one a setting of that. */
export interface Curve {
  /** The printed form without the knob, `avif:speed=0`. */
  readonly label: string;
  readonly codec: string;
  readonly engine: Identity['engine'];
  readonly knob: string | null;
  /** From the lowest rate on. */
  readonly points: readonly CurvePoint[];
}

/** One row of the table, as a point of its curve. */
export interface CurvePoint {
  readonly spec: string;
  /** Mean bits per pixel over the images, as in the row. */
  readonly bpp: number;
  /** Whether it has every image of the group; only such points stand for the mean curve. */
  readonly complete: boolean;
  readonly records: readonly Finished[];
}

/**
 * Joins rows into curves, in a stable order. Rows of one codec, one version of one engine and the
 * same settings but for the rate knob are one curve; rows without a good record are left out.
 * @param images N of n/N: how many images a complete row has
 */
export function curvesOf(rows: readonly RowRecords<RdRecord>[], images: number): Curve[] {
  const curves = new Map<string, Curve & { points: CurvePoint[] }>();
  for (const { identity, records } of rows) {
    const finished = records.filter(isFinished);
    const { knob } = records[0]!;
    if (finished.length === 0) continue;
    const { [knob ?? '']: _knob, ...fixed } = identity.settings;
    const key = JSON.stringify([identity.codec, identity.engine, Object.entries(fixed).sort()]);
    const curve = curves.get(key) ?? {
      label: withoutKnob(identity.spec, knob),
      codec: identity.codec,
      engine: identity.engine,
      knob,
      points: [],
    };
    curves.set(key, curve);
    curve.points.push({
      spec: identity.spec,
      bpp: mean(finished.map(({ bpp }) => bpp)),
      complete: finished.length === images,
      records: finished,
    });
  }
  for (const { points } of curves.values()) points.sort((a, b) => a.bpp - b.bpp);
  return [...curves.values()].sort(
    (a, b) => compare(a.label, b.label) || compare(a.engine.version, b.engine.version),
  );
}

/** `avif:speed=0` of `avif:speed=0,quality=50`, whose knob is quality. */
function withoutKnob(spec: string, knob: string | null): string {
  const [, id, settings = ''] = /^([^:]*)(?::(.*))?$/s.exec(spec)!;
  const kept = settings.split(',').filter((each) => each !== '' && !each.startsWith(`${knob}=`));
  return kept.length === 0 ? id! : `${id}:${kept.join(',')}`;
}

/**
 * The mean curve by a metric: mean rate and mean value over the images, of each complete point whose
 * images all have a finite value. Empty for a metric that is no scale of quality.
 */
export function meanCurve({ points }: Curve, metric: string): RatePoint[] {
  const scale = qualityScale(metric);
  if (scale === null) return [];
  const version = versionOn(points, metric);
  return points.flatMap(({ complete, bpp, records }) => {
    const values = records.map((record) => scoreIn(record, metric, version));
    if (!complete || values.some((value) => value === null)) return [];
    return [{ rate: bpp, quality: toQuality(mean(values as number[]), scale) }];
  });
}

/** The curve of each image by a metric, by the image's SHA-256. Values that are not finite are out. */
export function imageCurves({ points }: Curve, metric: string): Map<string, RatePoint[]> {
  const scale = qualityScale(metric);
  const curves = new Map<string, RatePoint[]>();
  if (scale === null) return curves;
  const version = versionOn(points, metric);
  for (const record of points.flatMap(({ records }) => records)) {
    const value = scoreIn(record, metric, version);
    const quality = value === null ? Number.NaN : toQuality(value, scale);
    if (!Number.isFinite(quality)) continue;
    const curve = curves.get(record.imageSha256) ?? [];
    curve.push({ rate: record.bpp, quality });
    curves.set(record.imageSha256, curve);
  }
  return curves;
}

function versionOn(points: readonly CurvePoint[], metric: string): string | null {
  return presentVersion(
    points.flatMap(({ records }) => records),
    metric,
  );
}
