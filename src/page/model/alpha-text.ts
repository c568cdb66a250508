import type { RdRow } from '../../leaderboard/schema.js';
import type { PageDataset } from './contract.js';

type Counts = NonNullable<RdRow['alpha']>;

/** `alpha lost`, `alpha differs`, with the count where it is not all images; empty where alpha is kept. */
export function alphaText({ alpha, images }: Pick<RdRow, 'alpha' | 'images'>): string {
  const text = (what: string, count: number): string[] =>
    count === 0 ? [] : [`alpha ${what}${count < images ? ` (${count}/${images})` : ''}`];
  return [...text('lost', alpha?.lost ?? 0), ...text('differs', alpha?.differs ?? 0)].join(', ');
}

/** The same of a curve: of each kind as many images as at the point that has most. */
export function curveAlphaText(rows: readonly Pick<RdRow, 'alpha' | 'images'>[]): string {
  const most = (kind: keyof Counts): number =>
    rows.reduce((count, { alpha }) => Math.max(count, alpha?.[kind] ?? 0), 0);
  const images = rows.reduce((count, row) => Math.max(count, row.images), 0);
  return alphaText({ alpha: { lost: most('lost'), differs: most('differs') }, images });
}

/** What became of one picture's alpha: `alpha lost`, `alpha differs`, or empty. */
export function imageAlphaText(
  { rows }: Pick<PageDataset, 'rows'>,
  { row, image }: { row: number; image: number },
): string {
  const { alpha } = rows[row]!;
  if (alpha?.lost.includes(image)) return 'alpha lost';
  return alpha?.differs.includes(image) ? 'alpha differs' : '';
}

/** What stands for an infinite value: `exact` where the pictures are equal in every sample. */
export function infinityText(
  { rows }: Pick<PageDataset, 'rows'>,
  { row, image }: { row: number; image: number },
): string {
  return rows[row]!.unequal?.includes(image) ? '\u221e' : 'exact';
}
