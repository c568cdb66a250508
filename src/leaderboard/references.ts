import path from 'node:path';
import { readBoundedSync } from '../base/read-bounded.js';
import type { Warn } from '../base/warn.js';
import { bdDistortion, bdRate } from '../curves/bd-rate.js';
import type { Bootstrap } from '../curves/bootstrap.js';
import { factsOf, type MetricFacts } from '../curves/metric-facts.js';
import { toQuality } from '../curves/quality-scale.js';
import { type ReferenceCurve, referenceCurve } from '../results/reference.js';
import { filesBelow } from '../results/store.js';
import { type DrawnCurve, drawCurve, drawImages, imageRates, withIntervals } from './comparison.js';
import { type ImageCurves, imageCurves, noImageCurves } from './image-curves.js';
import { type MeanCurve, meanCurves, ratePoints } from './matrix.js';
import { readByMetric, tableCurves } from './metric-curves.js';
import type { RdTable } from './rd-table.js';
import { compare, obtain } from './record-groups.js';
import type { RdGroup, Reference } from './schema.js';

/**
 * The imported curves of a results folder, results/reference/<data set>/*.json. A file that is none
 * is passed over with a warning.
 */
export function readReferences(results: string, warn: Warn): ReferenceCurve[] {
  return filesBelow(results, 'reference', '.json').flatMap((file) => {
    const passOver = (why: string): [] => {
      warn(`${file} is passed over: ${why}`);
      return [];
    };
    const json = jsonOf(file);
    if (json === undefined) return passOver('it is no imported curve, nor any JSON');
    const { data: curve, error } = referenceCurve.safeParse(json);
    if (error) {
      const issue = error.issues[0];
      return passOver(
        `it is no imported curve: ${issue?.path.join('.') || 'it'}: ${issue?.message}`,
      );
    }
    const folder = path.basename(path.dirname(file));
    if (curve.dataset === folder) return [curve];
    return passOver(`it is of data set '${curve.dataset}', and lies under ${folder}`);
  });
}

/** The group of a data set of which nothing was measured. */
export function emptyGroup(dataset: string): RdGroup {
  return {
    dataset,
    crop: null,
    images: 0,
    rows: [],
    anchor: null,
    anchorCurve: null,
    curves: [],
    references: [],
  };
}

/** What a file holds, or undefined where it is no JSON. */
function jsonOf(file: string): unknown {
  const text = readBoundedSync(file, { bound: 'table' }).toString('utf8');
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export interface ReferenceOptions {
  readonly facts: ReadonlyMap<string, MetricFacts>;
  readonly bootstrap: Bootstrap;
  /** What the groups were made from. */
  readonly tables: readonly RdTable[];
}

/**
 * Groups with the imported curves of their data set, which are of whole images. A data set of which
 * nothing was measured gets a group without rows. Pure.
 */
export function withReferences(
  groups: readonly RdGroup[],
  references: readonly ReferenceCurve[],
  { facts, bootstrap, tables }: ReferenceOptions,
): RdGroup[] {
  const measured = new Set(groups.flatMap(({ dataset, crop }) => (crop === null ? dataset : [])));
  const added = [...new Set(references.map(({ dataset }) => dataset))]
    .filter((dataset) => !measured.has(dataset))
    .map(emptyGroup);
  return [...groups, ...added]
    .sort(
      (a, b) =>
        b.rows.length - a.rows.length ||
        compare(a.dataset, b.dataset) ||
        compareCrops(a.crop, b.crop),
    )
    .map((group) => {
      if (group.crop !== null) return group;
      const own = references
        .filter(({ dataset }) => dataset === group.dataset)
        .sort((a, b) => compare(a.label, b.label) || compare(a.sha256, b.sha256));
      const table = tables.find(
        ({ dataset, crop }) => dataset === group.dataset && crop === group.crop,
      );
      const anchor = table === undefined ? null : anchorOf(group, table);
      return {
        ...group,
        references: own.map((each) => comparedReference(each, anchor, { facts, bootstrap })),
      };
    });
}

/** Centre crops before whole images; with the rest the order of `tablesOf`. */
function compareCrops(a: string | null, b: string | null): number {
  return compare(JSON.stringify(a), JSON.stringify(b));
}

/** What published curves of a group are compared with. */
interface Anchor {
  readonly means: MeanCurve;
  readonly names: readonly string[];
  /** Images of the group. */
  readonly of: number;
  /** With the curves of its images, each metric drawn once. */
  readonly drawn: (metric: MetricFacts) => DrawnCurve;
}

function anchorOf(group: RdGroup, table: RdTable): Anchor | null {
  const { anchorCurve } = group;
  if (anchorCurve === null) return null;
  const curve = tableCurves(table)[anchorCurve]!;
  const byMetric = new Map<string, DrawnCurve>();
  return {
    means: meanCurves(group)[anchorCurve]!,
    names: table.names,
    of: table.covered,
    drawn: (metric) => obtain(byMetric, metric.id, () => drawCurve(readByMetric(curve, metric))),
  };
}

function comparedReference(
  { label, source, file, sha256, points: all }: ReferenceCurve,
  anchor: Anchor | null,
  { facts, bootstrap }: Pick<ReferenceOptions, 'facts' | 'bootstrap'>,
): Reference {
  const points = all
    .map(({ bpp, metrics, encodeSeconds = null, decodeSeconds = null }) => ({
      bpp,
      metrics: Object.fromEntries(Object.entries(metrics).sort(([a], [b]) => (a < b ? -1 : 1))),
      encodeSeconds,
      decodeSeconds,
    }))
    .sort((a, b) => a.bpp - b.bpp);
  const metrics = [...new Set(points.flatMap((point) => Object.keys(point.metrics)))].sort();
  const compared = metrics.flatMap((id) => {
    const metric = factsOf(facts, id);
    const before = anchor === null ? [] : ratePoints(anchor.means, metric);
    if (anchor === null || before.length === 0) return [];
    const after = ratePoints({ label, points }, metric);
    const { difference } = bdDistortion(before, after);
    const images = publishedImages(all, metric, anchor.names);
    const rates =
      images.images.length === 0
        ? new Float64Array()
        : imageRates(anchor.drawn(metric), drawImages(images));
    return [{ metric: id, ...bdRate(before, after), distortion: difference, images: rates }];
  });
  const comparisons = withIntervals(compared, { bootstrap, of: anchor?.of ?? 0 });
  return { label, source, file, sha256, points, comparisons };
}

/**
 * The curves of single images as they were published, by a metric.
 * @param names of the group's images; others are left out
 */
function publishedImages(
  points: ReferenceCurve['points'],
  { id, scale }: MetricFacts,
  names: readonly string[],
): ImageCurves {
  if (scale === null) return noImageCurves;
  const places = new Map(names.map((name, place) => [name, place]));
  return imageCurves(
    points.map(({ images = {} }, point) => {
      const own = Object.entries(images)
        .flatMap(([name, { bpp, metrics }]) => {
          const [place, value] = [places.get(name), metrics[id] ?? null];
          if (place === undefined || value === null) return [];
          return [{ place, rate: bpp, quality: toQuality(value, scale) }];
        })
        .sort((a, b) => a.place - b.place);
      return {
        point,
        images: Int32Array.from(own, ({ place }) => place),
        rate: Float64Array.from(own, ({ rate }) => rate),
        quality: Float64Array.from(own, ({ quality }) => quality),
      };
    }),
  );
}
