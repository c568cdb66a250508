import { toQuality } from '../../curves/quality-scale.js';
import type { PageDataset } from './contract.js';
import { factsOfMetric } from './metric-text.js';
import type { PagePictures } from './pictures.js';

/** What the page knows of one decoded picture. */
export type ShownPicture = PagePictures['shown'][number];

/** Finds the picture of a row and an image; null where the page was written without it. */
export type FindPicture = (row: number, image: number) => ShownPicture | null;

/** Makes the pictures of a data set quick to find; without any it finds none. */
export function indexPictures(pictures: PagePictures | null): FindPicture {
  const found = new Map(
    pictures?.shown.map((picture) => [`${picture.row} ${picture.image}`, picture]) ?? [],
  );
  return (row, image) => found.get(`${row} ${image}`) ?? null;
}

/** A point of a curve on one image. */
export interface ImagePoint {
  /** Places in `group.curves` and `group.rows`. */
  readonly curve: number;
  readonly row: number;
  readonly spec: string;
  readonly bytes: number;
  readonly bpp: number | null;
  /** Null where the page was written without pictures of the image. */
  readonly picture: ShownPicture | null;
}

/** A value of a metric, Infinity where the picture does not differ; or why there is none. */
export interface ImageScore {
  readonly value: number | null;
  readonly reason: string | null;
}

/** The point of another curve nearest to the reference, and how far off it is. */
export interface Matched {
  readonly point: ImagePoint;
  /** Bytes over those of the reference, less 1; or the value less that of the reference. */
  readonly off: number;
  /** Whether that is nearly equal. */
  readonly near: boolean;
}

/** Share of bytes, and of the values of metrics that do not say what is nearly equal. */
const nearShare = 0.05;

/** Name of each image in the address: its own, with its hash where two have one name. */
export function imageKeys({ images }: Pick<PageDataset, 'images'>): string[] {
  const names = images.map(({ name }) => name);
  return images.map(({ name, sha256 }) =>
    names.indexOf(name) === names.lastIndexOf(name) ? name : `${name}@${sha256.slice(0, 12)}`,
  );
}

/** The value of a metric of one picture. */
export function scoreOf(
  { rows, reasons }: Pick<PageDataset, 'rows' | 'reasons'>,
  { row, image, metric }: { row: number; image: number; metric: string },
): ImageScore {
  const { metrics, missing } = rows[row]!;
  const value = Object.hasOwn(metrics, metric) ? (metrics[metric]![image] ?? null) : null;
  if (value !== null) return { value, reason: null };
  const why = missing.find(([place, id]) => place === image && (id === metric || id === null));
  if (why === undefined) return { value: null, reason: 'not measured' };
  const [, , reason] = why;
  return reason === null
    ? { value: Number.POSITIVE_INFINITY, reason: null }
    : { value: null, reason: reasons[reason]! };
}

/** The points of a curve on one image, the smallest file first. */
export function pointsOf(
  data: PageDataset,
  find: FindPicture,
  { curve, image }: { curve: number; image: number },
): ImagePoint[] {
  const { width, height } = data.images[image]!;
  const pixels = width === null || height === null ? null : width * height;
  const points = data.group.curves[curve]!.points.flatMap((row): ImagePoint[] => {
    const bytes = data.rows[row]!.bytes[image] ?? null;
    if (bytes === null) return [];
    const bpp = pixels === null ? null : (8 * bytes) / pixels;
    return [
      { curve, row, spec: data.group.rows[row]!.spec, bytes, bpp, picture: find(row, image) },
    ];
  });
  return points.sort((a, b) => a.bytes - b.bytes);
}

/** Those that have a picture; all of them where none has one. */
export function pictured(points: readonly ImagePoint[]): readonly ImagePoint[] {
  const there = points.filter(({ picture }) => picture !== null && picture.file !== null);
  return there.length > 0 ? there : points;
}

/** The point whose file is nearest to so many bytes, by ratio. */
export function nearestInSize(points: readonly ImagePoint[], bytes: number): Matched | null {
  const point = least(points, (each) => Math.abs(Math.log(each.bytes / bytes)));
  if (point === null) return null;
  const off = point.bytes / bytes - 1;
  return { point, off, near: Math.abs(off) <= nearShare };
}

/**
 * The point whose value of a metric is nearest to the reference's, on the metric's scale of quality
 * where it has one. Points without a value are passed over; null where none, or the reference, has one.
 */
export function nearestInQuality(
  data: PageDataset,
  points: readonly ImagePoint[],
  { reference, image, metric }: { reference: ImagePoint; image: number; metric: string },
): Matched | null {
  const scored = ({ row }: ImagePoint) => scoreOf(data, { row, image, metric }).value;
  const wanted = scored(reference);
  if (wanted === null) return null;
  const { scale, nearlyEqual } = factsOfMetric(data, metric);
  const onScale = (value: number): number => (scale === null ? value : toQuality(value, scale));
  const apart = (value: number): number =>
    value === wanted ? 0 : Math.abs(onScale(value) - onScale(wanted));
  const point = least(
    points.filter((each) => scored(each) !== null),
    (each) => apart(scored(each)!),
  );
  if (point === null) return null;
  const value = scored(point)!;
  const allowed = nearlyEqual ?? nearShare * Math.max(Math.abs(value), Math.abs(wanted));
  const near = apart(value) <= allowed;
  return { point, off: value === wanted ? 0 : value - wanted, near };
}

function least<T>(items: readonly T[], measure: (item: T) => number): T | null {
  let best: T | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const item of items) {
    const value = measure(item);
    if (best !== null && !(value < least)) continue;
    best = item;
    least = value;
  }
  return best;
}

/** Curves to show beside one: those with pictures first, then those that save most. */
export function bestBeside(
  data: PageDataset,
  find: FindPicture,
  { curve, image, metric }: { curve: number; image: number; metric: string | null },
): number[] {
  const percentOf = (place: number): number =>
    data.group.curves[place]!.comparisons.find((each) => each.metric === metric)?.percent ??
    Number.POSITIVE_INFINITY;
  const ranked = data.group.curves.flatMap(({ points }, place) => {
    const own = pointsOf(data, find, { curve: place, image });
    if (place === curve || points.length < 2 || own.length === 0) return [];
    return [{ place, bare: hasPicture(own) ? 0 : 1, percent: percentOf(place) }];
  });
  const compare = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1);
  ranked.sort((a, b) => a.bare - b.bare || compare(a.percent, b.percent) || a.place - b.place);
  return ranked.map(({ place }) => place);
}

function hasPicture(points: readonly ImagePoint[]): boolean {
  return points.some(({ picture }) => picture?.file != null);
}
