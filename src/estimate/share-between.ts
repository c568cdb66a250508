/** A share of something at so many megapixels. */
export interface ShareAt {
  readonly megapixels: number;
  readonly share: number;
}

/** The share at so many megapixels: straight between the nearest two points, at the ends that of the end. */
export function shareBetween(points: readonly ShareAt[], megapixels: number): number {
  const first = points[0]!;
  const last = points.at(-1)!;
  const within = Math.min(last.megapixels, Math.max(first.megapixels, megapixels));
  const upper = points.find((point) => point.megapixels >= within)!;
  const lower = points.findLast((point) => point.megapixels <= within)!;
  if (lower === upper) return upper.share;
  const part = (within - lower.megapixels) / (upper.megapixels - lower.megapixels);
  return lower.share + (upper.share - lower.share) * part;
}
