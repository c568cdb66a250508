/** The filters of a PNG row, in the order of their numbers. PNG (third edition), 9. */
export const pngFilters = ['none', 'sub', 'up', 'average', 'paeth'] as const;

/** The shape of the rows of a picture or of a pass of it. */
export interface RowShape {
  /** Bytes of a row without the number of its filter. */
  readonly rowBytes: number;
  readonly rows: number;
  /** Bytes from a sample to the same one of the pixel before, 1 at least. */
  readonly pixelBytes: number;
}

/**
 * Undoes the filters of rows, each with its number before it.
 * @returns the bytes of the rows, or null where a number is no filter's
 */
export function unfilterRows(
  filtered: Uint8Array,
  { rowBytes, rows, pixelBytes }: RowShape,
): Uint8Array | null {
  const plain = new Uint8Array(rowBytes * rows);
  for (let y = 0; y < rows; y++) {
    const from = y * (rowBytes + 1);
    const to = y * rowBytes;
    const filter = filtered[from]!;
    if (filter >= pngFilters.length) return null;
    for (let x = 0; x < rowBytes; x++) {
      const left = x >= pixelBytes ? plain[to + x - pixelBytes]! : 0;
      const up = y > 0 ? plain[to + x - rowBytes]! : 0;
      const corner = y > 0 && x >= pixelBytes ? plain[to + x - rowBytes - pixelBytes]! : 0;
      plain[to + x] = filtered[from + 1 + x]! + predicted(filter, left, up, corner);
    }
  }
  return plain;
}

/** How the filter of each row is chosen: the same for all, or the one with the least sum of differences. */
export type FilterChoice = (typeof pngFilters)[number] | 'least';

/** Filters rows; what `unfilterRows` undoes. */
export function filterRows(plain: Uint8Array, shape: RowShape, choice: FilterChoice): Uint8Array {
  const { rowBytes, rows } = shape;
  const filtered = new Uint8Array((rowBytes + 1) * rows);
  for (let y = 0; y < rows; y++) {
    const row = filtered.subarray(y * (rowBytes + 1), (y + 1) * (rowBytes + 1));
    if (choice !== 'least') filterRow(plain, shape, y, pngFilters.indexOf(choice), row);
    else leastRow(plain, shape, y, row);
  }
  return filtered;
}

function leastRow(plain: Uint8Array, shape: RowShape, y: number, row: Uint8Array): void {
  let least = Infinity;
  let best = 0;
  for (let filter = 0; filter < pngFilters.length; filter++) {
    filterRow(plain, shape, y, filter, row);
    let sum = 0;
    for (let x = 1; x < row.length; x++) sum += row[x]! < 128 ? row[x]! : 256 - row[x]!;
    if (sum >= least) continue;
    [least, best] = [sum, filter];
  }
  filterRow(plain, shape, y, best, row);
}

function filterRow(
  plain: Uint8Array,
  { rowBytes, pixelBytes }: RowShape,
  y: number,
  filter: number,
  row: Uint8Array,
): void {
  const from = y * rowBytes;
  row[0] = filter;
  for (let x = 0; x < rowBytes; x++) {
    const left = x >= pixelBytes ? plain[from + x - pixelBytes]! : 0;
    const up = y > 0 ? plain[from + x - rowBytes]! : 0;
    const corner = y > 0 && x >= pixelBytes ? plain[from + x - rowBytes - pixelBytes]! : 0;
    row[1 + x] = plain[from + x]! - predicted(filter, left, up, corner);
  }
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  if (filter === 0) return 0;
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  const [a, b, c] = [
    Math.abs(up - corner),
    Math.abs(left - corner),
    Math.abs(left + up - 2 * corner),
  ];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}
