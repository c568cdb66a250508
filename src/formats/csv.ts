import { stringify } from 'csv-stringify/sync';
import type { Cell, Column } from './columns.js';

const chunkRows = 1000;

/**
 * Records as CSV: a header, then a row for each record, in pieces of up to a thousand rows. A cell is
 * empty where the field is null. Of a metric there are three columns: `metrics.ssim` the value,
 * `metricVersions.ssim` filled where it was computed, and `metricErrors.ssim` where it failed; a value
 * that is empty beside a version and no error is infinite. Samples of times stand in one cell as a
 * JSON array. Text that a spreadsheet would take for a formula gets an apostrophe before it.
 */
export function* csv<T>(records: readonly T[], columns: readonly Column<T>[]): Generator<string> {
  yield stringify([columns.map(({ name }) => name)], options);
  for (let start = 0; start < records.length; start += chunkRows) {
    const rows = records
      .slice(start, start + chunkRows)
      .map((record) => columns.map(({ cell }) => printed(cell(record))));
    yield stringify(rows, options);
  }
}

/** Lines of cells as CSV, as records are printed. */
export function csvRows(lines: readonly (readonly Cell[])[]): string {
  return stringify(
    lines.map((cells) => cells.map(printed)),
    options,
  );
}

const options = {
  escape_formulas: true,
  // By default false is written as nothing, like null.
  cast: { boolean: String },
};

function printed(cell: Cell): string | number | boolean | null {
  if (typeof cell === 'object' && cell !== null) return JSON.stringify(cell);
  return cell === Number.POSITIVE_INFINITY ? null : cell;
}
