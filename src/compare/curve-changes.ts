import { mean } from '../base/statistics.js';
import { type BdRate, bdRate, fewestPoints, type RatePoint } from '../curves/bd-rate.js';
import { commonImages } from '../curves/common-images.js';
import type { MetricFacts } from '../curves/metric-facts.js';
import { toQuality } from '../curves/quality-scale.js';
import { obtain } from '../leaderboard/record-groups.js';
import { type Finished, isFinished, presentVersion, scoreIn } from '../results/finished.js';
import type { RdRecord } from '../results/record.js';
import { type Change, pairedFigures } from './change.js';
import { compareSubjects, type Subject, subjectKey, subjectOf } from './pairs.js';

/** How a curve moved by one metric: B's BD-rate with A's curve as the anchor. */
export interface CurveChange extends Change {
  /** BD-rate of the mean curves over the images that both have, in percent, and what to mind. */
  readonly meanCurve: {
    readonly percent: number | null;
    readonly reason: string | null;
    /** Images that the mean curves are over, of those that both sides have values of. */
    readonly images: number;
    readonly of: number;
    /**
     * Whether all figures of this change are of the whole curves, as too few settings are shared:
     * part of them is then interpolation between different points.
     */
    readonly gridsDiffer: boolean;
  };
}

/**
 * BD-rates of B's curves against A's, of the images that both have: for each curve and metric the mean
 * of the images' own, with interval and test, and that of the mean curves. The curves go through the
 * settings of the rate knob that both sides have of an image; where these give less than the whole
 * curves do, all points are taken, and the change says so. Curves of which B's records are A's, byte
 * for byte and value for value, where both have them, are left out. Pure.
 * @param ignore settings that may differ
 */
export function curveChanges(
  a: readonly RdRecord[],
  b: readonly RdRecord[],
  metrics: readonly Scaled[],
  ignore: ReadonlySet<string>,
): CurveChange[] {
  const before = byCurve(a, ignore);
  const after = byCurve(b, ignore);
  return [...after]
    .flatMap(([key, { subject, points }]) => {
      const anchor = before.get(key)?.points;
      if (anchor === undefined) return [];
      const isSame = contentOf(anchor, points) === contentOf(points, anchor);
      return metrics
        .flatMap((metric) => changeOf(subject, anchor, points, metric) ?? [])
        .filter(({ meanCurve }) => !isSame || meanCurve.gridsDiffer);
    })
    .sort((x, y) => compareSubjects(x.subject, y.subject));
}

type Scaled = Pick<MetricFacts, 'id' | 'scale'>;

/** The records of a curve by the printed form of the setting and by the image. */
type Points = ReadonlyMap<string, ReadonlyMap<string, Finished>>;

function byCurve(
  records: readonly RdRecord[],
  ignore: ReadonlySet<string>,
): Map<string, { subject: Subject; points: Points }> {
  const curves = new Map<
    string,
    { subject: Subject; points: Map<string, Map<string, Finished>> }
  >();
  for (const record of records.filter(isFinished)) {
    const { knob } = record;
    if (knob === null) continue;
    const apart = new Set([...ignore, knob]);
    const key = JSON.stringify([...subjectKey(record, apart), knob]);
    const make = () => ({ subject: subjectOf(record, apart), points: new Map() });
    const images = obtain(
      obtain(curves, key, make).points,
      String(record.settings[knob]),
      () => new Map(),
    );
    const known = images.get(record.imageSha256);
    if (known === undefined || record.at >= known.at) images.set(record.imageSha256, record);
  }
  return curves;
}

/** What the records hold that the other side has as well, as text. */
function contentOf(points: Points, other: Points): string {
  return [...points]
    .flatMap(([setting, images]) =>
      [...images.values()]
        .filter(({ imageSha256 }) => other.get(setting)?.has(imageSha256))
        .map(({ imageSha256, bytes, bitstreamSha256, metrics }) =>
          JSON.stringify([setting, imageSha256, bytes, bitstreamSha256, metrics]),
        ),
    )
    .sort()
    .join();
}

function changeOf(
  subject: Subject,
  before: Points,
  after: Points,
  metric: Scaled,
): CurveChange | null {
  const [anchor, test] = [before, after].map((points) => readImageCurves(points, metric));
  if (anchor!.version !== test!.version || anchor!.images.size === 0) return null;
  const images = [...anchor!.images.keys()].filter((image) => test!.images.has(image));
  const whole = figuresOf(anchor!, test!, images);
  const shared = figuresOf(sharedWith(test!, anchor!), sharedWith(anchor!, test!), images);
  const gridsDiffer = whole.percents.some(
    (each, i) => each !== null && shared.percents[i] === null,
  );
  const { percents: all, mean: curve, over } = gridsDiffer ? whole : shared;
  const percents = all.filter((each) => each !== null);
  const { percent, reason } = curve;
  if (percents.length === 0 && percent === null) return null;
  return {
    kind: 'bd-rate',
    subject,
    metric: metric.id,
    testbed: null,
    images: percents.length,
    ...pairedFigures(percents),
    // Interpolation leans one way on all pictures: a test would find it, and it is no change.
    ...(gridsDiffer ? { p: null, reason: 'too few settings are on both sides for a curve' } : {}),
    better: 'lower',
    meanCurve: { percent, reason, gridsDiffer, images: over, of: images.length },
  };
}

/** BD-rates of the images' own curves, null where there is none, and that of the mean curves. */
function figuresOf(
  anchor: ImageCurves,
  test: ImageCurves,
  images: readonly string[],
): { percents: (number | null)[]; mean: BdRate; over: number } {
  return {
    percents: images.map(
      (image) => bdRate(anchor.images.get(image)!, test.images.get(image)!).percent,
    ),
    ...meansOf(anchor, test, images),
  };
}

/** BD-rate of the mean curves, over those images that have values enough where not all have. */
function meansOf(
  anchor: ImageCurves,
  test: ImageCurves,
  images: readonly string[],
): { mean: BdRate; over: number } {
  const curves = [meanOf(anchor, images), meanOf(test, images)];
  if (curves.every(({ length }) => length >= fewestPoints)) {
    return { mean: bdRate(curves[0]!, curves[1]!), over: images.length };
  }
  const common = commonImages(settingsOf(anchor), settingsOf(test));
  const chosen = common.length === 0 ? images : common;
  return { mean: bdRate(meanOf(anchor, chosen), meanOf(test, chosen)), over: chosen.length };
}

function settingsOf({ images }: ImageCurves): Map<string, Set<string>> {
  return new Map(
    [...images].map(([image, points]) => [image, new Set(points.map(({ setting }) => setting))]),
  );
}

interface ImageCurves {
  readonly version: string | null;
  /** Points of each image, with the setting that they are of. */
  readonly images: ReadonlyMap<string, readonly (RatePoint & { readonly setting: string })[]>;
  readonly settings: readonly string[];
}

function readImageCurves(points: Points, { id: metric, scale }: Scaled): ImageCurves {
  const all = [...points.values()].flatMap((images) => [...images.values()]);
  const version = presentVersion(all, metric);
  const images = new Map<string, (RatePoint & { setting: string })[]>();
  for (const [setting, records] of points) {
    for (const record of records.values()) {
      const value = scoreIn(record, metric, version);
      const quality = value === null || scale === null ? Number.NaN : toQuality(value, scale);
      if (!Number.isFinite(quality)) continue;
      obtain(images, record.imageSha256, () => []).push({ rate: record.bpp, quality, setting });
    }
  }
  return { version, images, settings: [...points.keys()] };
}

/** A curve without the points, image by image, of which the other has not the setting. */
function sharedWith(other: ImageCurves, { images, ...rest }: ImageCurves): ImageCurves {
  const shared = [...images].map(([image, points]) => {
    const settings = new Set(other.images.get(image)?.map(({ setting }) => setting));
    return [image, points.filter(({ setting }) => settings.has(setting))] as const;
  });
  return { ...rest, images: new Map(shared) };
}

/**
 * The mean curve over some images: of the settings that all of them have. The mean is taken on the
 * scale of quality, where the leaderboard takes it of the values.
 */
function meanOf({ images, settings }: ImageCurves, chosen: readonly string[]): RatePoint[] {
  return settings.flatMap((setting) => {
    const points = chosen.flatMap(
      (image) => images.get(image)!.find((point) => point.setting === setting) ?? [],
    );
    if (points.length === 0 || points.length < chosen.length) return [];
    return [
      {
        rate: mean(points.map(({ rate }) => rate)),
        quality: mean(points.map(({ quality }) => quality)),
      },
    ];
  });
}
