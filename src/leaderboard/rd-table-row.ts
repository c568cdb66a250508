import { alphaFates } from '../base/alpha-fate.js';
import type { RdFacts } from '../results/rd-facts.js';
import { withCell } from './growing-cells.js';
import { growLearned, type LearnedColumns } from './learned-row.js';
import { growMetrics, type MetricColumn } from './metric-column.js';
import { pick } from './pick-cells.js';

/** Columns of one row: a cell for each image whose last job went to its end, sorted by image. */
export interface RdColumns {
  /** Images whose last job failed. */
  readonly failed: number;
  /** 1 where the decoded samples are all equal to the original's, else 0. */
  readonly exact: Uint8Array;
  /** What became of alpha: 0 for nothing to tell, else the place in `alphaFates`, from 1. */
  readonly alpha: Uint8Array;
  /** 1 where the image's file is damaged and was taken all the same, else 0. */
  readonly damaged: Uint8Array;
  /** Index of the image in the table. */
  readonly images: Int32Array;
  readonly bytes: Float64Array;
  readonly pixels: Float64Array;
  readonly bpp: Float64Array;
  /** When the record was written, in milliseconds. */
  readonly at: Float64Array;
  /** Of the JPEG files that were coded; NaN of codecs of pictures. */
  readonly sourceBytes: Float64Array;
  readonly metrics: ReadonlyMap<string, MetricColumn>;
  readonly learned: LearnedColumns | null;
}

/** Columns that still grow, in the order in which the images come. */
export interface GrowingColumns {
  add(image: number, record: RdFacts): void;
  /** @param ranks place of each image, by its index so far */
  finish(ranks: Int32Array): RdColumns;
}

export function growColumns(): GrowingColumns {
  /** Cell of each image by its index, from 1; 0 where there is none. */
  let cells = new Int32Array();
  let count = 0;
  let images = new Int32Array();
  let good = new Uint8Array();
  let exact = new Uint8Array();
  let alpha = new Uint8Array();
  let damaged = new Uint8Array();
  let bytes = new Float64Array();
  let pixels = new Float64Array();
  let bpp = new Float64Array();
  let at = new Float64Array();
  let sourceBytes = new Float64Array();
  const metrics = growMetrics();
  let learned: ReturnType<typeof growLearned> | null = null;

  /** Makes room for a cell in every column. */
  const grow = (cell: number): void => {
    images = withCell(images, cell);
    good = withCell(good, cell);
    exact = withCell(exact, cell);
    alpha = withCell(alpha, cell);
    damaged = withCell(damaged, cell);
    bytes = withCell(bytes, cell);
    pixels = withCell(pixels, cell);
    bpp = withCell(bpp, cell);
    at = withCell(at, cell);
    sourceBytes = withCell(sourceBytes, cell);
  };

  return {
    add: (image, record) => {
      const { error, width, height } = record;
      const whole = width !== null && height !== null;
      const finished = whole && record.bytes !== null && record.bpp !== null;
      cells = withCell(cells, image);
      const cell = cells[image]! > 0 ? cells[image]! - 1 : count++;
      cells[image] = cell + 1;
      if (cell >= images.length) grow(cell);
      images[cell] = image;
      good[cell] = error === null && finished ? 1 : 0;
      exact[cell] = record.exact === true ? 1 : 0;
      alpha[cell] = record.alpha === null ? 0 : alphaFates.indexOf(record.alpha) + 1;
      damaged[cell] = record.damage === null ? 0 : 1;
      bytes[cell] = record.bytes ?? Number.NaN;
      pixels[cell] = whole ? width * height : Number.NaN;
      bpp[cell] = record.bpp ?? Number.NaN;
      at[cell] = Date.parse(record.at);
      sourceBytes[cell] = record.sourceBytes ?? Number.NaN;
      metrics.set(cell, record);
      if (record.learned !== null) learned ??= growLearned();
      learned?.set(cell, record.learned);
    },
    finish: (ranks) => {
      const placed = images.subarray(0, count).map((image) => ranks[image]!);
      const order = sortCells(placed, good);
      return {
        failed: count - order.length,
        images: order.map((cell) => placed[cell]!),
        exact: Uint8Array.from(order, (cell) => exact[cell]!),
        alpha: Uint8Array.from(order, (cell) => alpha[cell]!),
        damaged: Uint8Array.from(order, (cell) => damaged[cell]!),
        bytes: pick(bytes, order),
        pixels: pick(pixels, order),
        bpp: pick(bpp, order),
        at: pick(at, order),
        sourceBytes: pick(sourceBytes, order),
        metrics: metrics.finish(order),
        learned: learned === null ? null : learned.finish([...order], at),
      };
    },
  };
}

/** The good cells in the order of their images. */
function sortCells(placed: Int32Array, good: Uint8Array): Int32Array {
  const count = placed.length;
  // Place and cell in one number: plain numbers sort much faster than by a comparison function.
  const keys = Float64Array.from(placed, (place, cell) => place * count + cell).sort();
  return Int32Array.from(keys, (key) => key % count).filter((cell) => good[cell] === 1);
}
