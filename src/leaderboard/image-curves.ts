import type { RatePoint } from '../curves/bd-rate.js';

/** A point of a curve by one metric. */
export interface MetricPoint extends RatePoint {
  /** Index in the curve's `points`. */
  readonly point: number;
}

/** The curves of single images by one metric, in columns: an object for each point would not fit. */
export interface ImageCurves {
  /** Index in the table of each image that has a value. */
  readonly images: Int32Array;
  /** Place among `images` of an image by its index in the table, from 1; 0 or nothing: it has no value. */
  readonly places: Int32Array;
  /** Where in the columns the points of each place begin; one more, where the last ones end. */
  readonly starts: Int32Array;
  readonly rate: Float64Array;
  readonly quality: Float64Array;
  /** Index in the curve's `points`. */
  readonly point: Int32Array;
}

/** One point of the curve, at the images that have a finite value there. */
export interface PointColumn {
  readonly point: number;
  /** Index in the table of each cell's image, rising. */
  readonly images: Int32Array;
  readonly rate: Float64Array;
  /** Not finite where the image has no place on the scale. */
  readonly quality: Float64Array;
}

/** Joins the points of a curve, image by image, in the order in which they hold the images. */
export function imageCurves(columns: readonly PointColumn[]): ImageCurves {
  const most = columns.reduce((highest, { images }) => Math.max(highest, images.at(-1) ?? -1), -1);
  const places = new Int32Array(most + 1);
  const images = new Int32Array(most + 1);
  const counts = new Int32Array(most + 2);
  let count = 0;
  for (const column of columns) {
    for (let cell = 0; cell < column.images.length; cell++) {
      if (!Number.isFinite(column.quality[cell])) continue;
      const image = column.images[cell]!;
      if (places[image] === 0) {
        images[count] = image;
        count += 1;
        places[image] = count;
      }
      counts[places[image]!]! += 1;
    }
  }
  const starts = counts.slice(0, count + 1);
  for (let place = 0; place < count; place++) starts[place + 1]! += starts[place]!;
  const total = starts[count]!;
  const rate = new Float64Array(total);
  const quality = new Float64Array(total);
  const point = new Int32Array(total);
  const next = starts.slice(0, count);
  for (const column of columns) {
    for (let cell = 0; cell < column.images.length; cell++) {
      if (!Number.isFinite(column.quality[cell])) continue;
      const place = places[column.images[cell]!]! - 1;
      const at = next[place]!;
      next[place] = at + 1;
      rate[at] = column.rate[cell]!;
      quality[at] = column.quality[cell]!;
      point[at] = column.point;
    }
  }
  return { images: images.slice(0, count), places, starts, rate, quality, point };
}

/** Of a curve without values. */
export const noImageCurves: ImageCurves = imageCurves([]);

/** Place of an image among those that have a value, or null. */
export function placeOf({ places }: ImageCurves, image: number): number | null {
  const found = places[image] ?? 0;
  return found === 0 ? null : found - 1;
}

/** The curve of the image at a place. */
export function curveAt(curves: ImageCurves, place: number): MetricPoint[] {
  const { starts, rate, quality, point } = curves;
  const points: MetricPoint[] = [];
  for (let at = starts[place]!; at < starts[place + 1]!; at++) {
    points.push({ rate: rate[at]!, quality: quality[at]!, point: point[at]! });
  }
  return points;
}
