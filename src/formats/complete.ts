/** What is left of a table in which no cell is missing. */
export interface WithoutGaps {
  /** Indices of the columns and the rows that are kept, in their order. */
  readonly columns: readonly number[];
  readonly rows: readonly number[];
}

/**
 * Leaves out of a table what it takes for no cell to be missing, for formats that know no missing
 * value: first the columns that no more than half of the rows have, then the rows that still lack one.
 * @param cells row by row; null or not finite is missing
 * @param optional how many columns, at the end, are for no row to go: each stays only where all the
 *   rows that are kept have it
 */
export function withoutGaps(
  cells: readonly (readonly (number | null)[])[],
  optional = 0,
): WithoutGaps {
  const has = (row: readonly (number | null)[], column: number): boolean =>
    Number.isFinite(row[column] ?? Number.NaN);
  const width = cells[0]?.length ?? 0;
  const all = Array.from({ length: width }, (_, column) => column);
  const wanted = all
    .slice(0, width - optional)
    .filter((column) => 2 * cells.filter((row) => has(row, column)).length > cells.length);
  const rows = cells.flatMap((row, index) =>
    wanted.every((column) => has(row, column)) ? [index] : [],
  );
  const beside = all
    .slice(width - optional)
    .filter((column) => rows.length > 0 && rows.every((row) => has(cells[row]!, column)));
  return { columns: [...wanted, ...beside], rows };
}
