import { mean } from '../../base/statistics.js';
import { bdRate } from '../../curves/bd-rate.js';
import type { Bootstrap } from '../../curves/bootstrap.js';
import { toQuality } from '../../curves/quality-scale.js';
import { compareRates, withIntervals } from '../../leaderboard/comparison.js';
import type { CodecCurve, CodecCurvePoint } from '../../leaderboard/metric-curves.js';
import type { RdTableRow } from '../../leaderboard/rd-table.js';
import type { Comparison } from '../../leaderboard/schema.js';
import type { PageDataset } from './contract.js';
import { drawnCurve } from './memo.js';
import { factsOfMetric } from './metric-text.js';

/** How a curve compares with the anchor by one metric: what leaderboard.json says of it. */
export type Compared = Pick<Comparison, 'percent' | 'overlap' | 'reason' | 'over' | 'images'>;

/**
 * The curves that a group of the leaderboard was made from, out of the page's data and in the order
 * of `group.curves`: what takes curves works in the page as in Node. Of the metrics they have the
 * values of the one version that counts.
 */
export function codecCurves(data: PageDataset): CodecCurve[] {
  return data.group.curves.map(({ label, codec, engine, knob, versions, points: places }) => {
    const points = places.map((place) => pointOf(data, place, { knob, versions }));
    return { label, codec, engine, knob, points };
  });
}

function pointOf(
  { group, images, rows }: PageDataset,
  place: number,
  { knob, versions }: { knob: string | null; versions: Readonly<Record<string, string>> },
): CodecCurvePoint {
  const { codec, spec, settings, engine, failed, complete } = group.rows[place]!;
  const { bytes, metrics, missing } = rows[place]!;
  const infinite = new Set(
    missing.flatMap(([image, id, reason]) => (reason === null ? [`${image} ${id}`] : [])),
  );
  const without = (image: number, id: string): number =>
    infinite.has(`${image} ${id}`) ? Number.POSITIVE_INFINITY : Number.NaN;
  const present = bytes.flatMap((value, image) => (value === null ? [] : [image]));
  const sizes = Float64Array.from(present, (image) => bytes[image]!);
  const pixels = Float64Array.from(present, (image) => {
    const { width, height } = images[image]!;
    return width === null || height === null ? Number.NaN : width * height;
  });
  const columns = Object.entries(metrics).map(([id, values]) => {
    const column = {
      values: Float64Array.from(present, (image) => values[image] ?? without(image, id)),
      version: new Int16Array(present.length),
      versions: [versions[id] ?? ''],
    };
    return [id, column] as const;
  });
  const row: RdTableRow = {
    ...{ identity: { codec, spec, settings, engine }, knob, failed, pixels },
    // No curve needs them: the page tells them from the group's rows and its own columns.
    exact: new Uint8Array(present.length),
    alpha: new Uint8Array(present.length),
    damaged: new Uint8Array(present.length),
    images: Int32Array.from(present),
    bytes: sizes,
    bpp: sizes.map((size, cell) => (8 * size) / pixels[cell]!),
    at: new Float64Array(present.length),
    sourceBytes: new Float64Array(present.length).fill(Number.NaN),
    metrics: new Map(columns),
    learned: null,
  };
  return { identity: row.identity, place, bpp: mean([...row.bpp]), complete, row };
}

/**
 * Compares all curves of a data set with one of them: as leaderboard.json has it where it is of that
 * anchor, else by the same functions from the images' values.
 * @param curves of `codecCurves`
 * @param anchor place in `group.curves`
 * @returns in the order of `group.curves`
 */
export function compareAll(
  data: PageDataset,
  curves: readonly CodecCurve[],
  { anchor, metric, bootstrap }: { anchor: number; metric: string; bootstrap: Bootstrap },
): Compared[] {
  const { group } = data;
  const facts = factsOfMetric(data, metric);
  if (facts.scale === null) {
    return curves.map(() => nothing(noScale(metric)));
  }
  if (group.anchorCurve === anchor) {
    return group.curves.map(
      ({ comparisons }) =>
        comparisons.find((each) => each.metric === metric) ?? nothing('not measured'),
    );
  }
  const drawn = drawnCurve(curves[anchor]!, facts);
  const of = group.images;
  const compared = curves.map((curve) => compareRates(drawn, drawnCurve(curve, facts), { of }));
  return withIntervals(compared, { bootstrap, of });
}

/**
 * The same of the published curves, in the order of `group.references`: with another anchor than that of
 * leaderboard.json by mean curves alone.
 */
export function comparePublished(
  data: PageDataset,
  curves: readonly CodecCurve[],
  { anchor, metric }: { anchor: number; metric: string },
): Compared[] {
  const { group } = data;
  const facts = factsOfMetric(data, metric);
  const { scale } = facts;
  if (scale === null) return group.references.map(() => nothing(noScale(metric)));
  const { mean: anchorCurve } = drawnCurve(curves[anchor]!, facts).curve;
  return group.references.map(({ points, comparisons }) => {
    if (group.anchorCurve === anchor) {
      const own = comparisons.find((each) => each.metric === metric);
      if (own !== undefined) return own;
    }
    const published = points.flatMap(({ bpp, metrics }) => {
      const value = metrics[metric] ?? null;
      return value === null ? [] : [{ rate: bpp, quality: toQuality(value, scale) }];
    });
    if (published.length === 0) return nothing('not published by this metric');
    return { ...bdRate(anchorCurve, published), images: null };
  });
}

const noScale = (metric: string): string =>
  `${metric} is no scale of quality that curves compare by`;

const nothing = (reason: string): Compared => ({
  percent: null,
  overlap: null,
  reason,
  images: null,
});
