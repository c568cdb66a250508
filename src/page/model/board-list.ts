import type { BoardRow, ColumnId } from './board.js';
import { columnIds } from './board.js';

/** How the board is sorted: a column, ascending or not. */
export interface Sorting {
  readonly by: ColumnId | 'codec' | 'front';
  readonly descending: boolean;
}

/** Which rows of the board are shown. */
export interface Filter {
  /** Words that all are in the codec, its settings or its engine, in any case. */
  readonly text: string;
  readonly kind: 'learned' | 'conventional' | null;
  readonly lossless: boolean | null;
  /** Of the engine. */
  readonly runtime: string | null;
}

/** A row in its place: its rank among complete rows that have the figure, else null. */
export interface Ranked {
  readonly row: BoardRow;
  readonly rank: number | null;
}

/** `bd`, and `-encode` for descending, as it stands in the address. */
export function parseSorting(text: string | null): Sorting {
  const by = [...columnIds, 'codec', 'front'].find((id) => id === (text ?? '').replace(/^-/, ''));
  if (by === undefined) return { by: 'bd', descending: false };
  return { by: by as Sorting['by'], descending: text!.startsWith('-') };
}

export function printSorting({ by, descending }: Sorting): string {
  return descending ? `-${by}` : by;
}

/** Columns in which more is better begin with the most. */
export function firstSorting(by: Sorting['by']): Sorting {
  return { by, descending: by === 'encode' || by === 'decode' || by === 'front' };
}

export function filterRows(rows: readonly BoardRow[], filter: Filter): BoardRow[] {
  const words = filter.text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return rows.filter((row) => {
    const { label, engine, learned, lossless } = row;
    const text = `${label} ${engine?.name} ${engine?.version} ${engine?.runtime}`.toLowerCase();
    return (
      words.every((word) => text.includes(word)) &&
      (filter.kind === null || learned === (filter.kind === 'learned')) &&
      (filter.lossless === null || lossless === filter.lossless) &&
      (filter.runtime === null || engine?.runtime === filter.runtime)
    );
  });
}

/**
 * Sorts rows. Whatever the direction: rows without the figure stand behind those with it, as rows
 * do whose BD-rate is over fewer images than that of others, and incomplete rows, whose figures are
 * over other images, behind all; none of these has a rank.
 */
export function sortRows(rows: readonly BoardRow[], { by, descending }: Sorting): Ranked[] {
  const sign = descending ? -1 : 1;
  const most = Math.max(0, ...rows.map((row) => overOf(row, by)));
  const group = (row: BoardRow): number => {
    if (!row.complete) return 3;
    if (figure(row, by) === null) return 2;
    return overOf(row, by) < most ? 1 : 0;
  };
  const sorted = rows.toSorted((a, b) => {
    const apart = group(a) - group(b);
    if (apart !== 0) return apart;
    if (by === 'codec') return sign * names(a.label, b.label);
    const [left, right] = [figure(a, by), figure(b, by)];
    const order = left === null || right === null ? 0 : sign * (left - right);
    return order || names(a.label, b.label);
  });
  const ranks = by !== 'codec' && by !== 'front';
  return sorted.map((row, i) => ({ row, rank: ranks && group(row) === 0 ? i + 1 : null }));
}

/** Images that a row's BD-rate is over; all other figures are alike in that. */
function overOf({ cells, complete, published, images }: BoardRow, by: Sorting['by']): number {
  if (by !== 'bd' || !complete || published !== null || cells.bd.value === null) return 0;
  return cells.bd.over?.n ?? images;
}

const names = new Intl.Collator('en', { numeric: true }).compare;

function figure(row: BoardRow, by: Sorting['by']): number | null {
  if (by === 'codec') return 0;
  if (by === 'front') return row.front.on === null ? null : Number(row.front.on);
  return row.cells[by].value;
}
