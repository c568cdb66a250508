/** What is left of a table in which no cell is missing. */
export interface WithoutGaps {
  /** Indices of the columns and the rows that are kept, in their order. */
  readonly columns: readonly number[];
  readonly rows: readonly number[];
}

/**
 * Leaves out of a table what it takes for no cell to be missing, for formats that know no missing
 * value: first the columns that fewer than half of the rows have, then the rows that still lack one.
 * @param cells row by row; null or not finite is missing
 */
export function withoutGaps(cells: readonly (readonly (number | null)[])[]): WithoutGaps {
  const has = (row: readonly (number | null)[], column: number): boolean =>
    Number.isFinite(row[column] ?? Number.NaN);
  const width = cells[0]?.length ?? 0;
  const columns = Array.from({ length: width }, (_, column) => column).filter(
    (column) => 2 * cells.filter((row) => has(row, column)).length >= cells.length,
  );
  const rows = cells.flatMap((row, index) =>
    columns.every((column) => has(row, column)) ? [index] : [],
  );
  return { columns, rows };
}
