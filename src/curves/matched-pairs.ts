/** Points of one image whose quality is nearly equal. */
export interface Pair {
  /** Index in the image's curve of the anchor, and in that of the test. */
  readonly anchor: number;
  readonly test: number;
  /** Difference in quality as a share of the greater one, 0 to the tolerance. */
  readonly difference: number;
}

/**
 * Greatest difference in quality within a pair, as a share of the greater one: that of
 * codec-compare for metrics of distortion.
 */
export const matchTolerance = 0.01;

/**
 * Pairs points of nearly equal quality, the nearest first; no point stands in two pairs. Unlike
 * codec-compare, which goes through the anchor's points in their order, the pairs do not depend on
 * which curve is the anchor. Qualities of unlike sign make no pair.
 */
export function matchPoints(
  anchor: readonly { readonly quality: number }[],
  test: readonly { readonly quality: number }[],
  tolerance = matchTolerance,
): Pair[] {
  const near: Pair[] = [];
  for (let a = 0; a < anchor.length; a++) {
    for (let t = 0; t < test.length; t++) {
      const difference = apart(anchor[a]!.quality, test[t]!.quality);
      if (difference <= tolerance) near.push({ anchor: a, test: t, difference });
    }
  }
  if (near.length < 2) return near;
  const total = (pair: Pair): number => anchor[pair.anchor]!.quality + test[pair.test]!.quality;
  near.sort((x, y) => x.difference - y.difference || total(x) - total(y));
  const anchors = new Set<number>();
  const tests = new Set<number>();
  return near.filter((pair) => {
    if (anchors.has(pair.anchor) || tests.has(pair.test)) return false;
    anchors.add(pair.anchor);
    tests.add(pair.test);
    return true;
  });
}

function apart(a: number, b: number): number {
  if (a === b) return 0;
  return a * b > 0
    ? Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b))
    : Number.POSITIVE_INFINITY;
}
