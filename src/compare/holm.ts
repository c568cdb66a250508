/**
 * Adjusts p values of many tests so that the chance of any false alarm among all of them stays below
 * the level that they are compared with, however the tests depend on each other (Holm 1979).
 * @returns the adjusted values, in the order of the given ones
 */
export function holm(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const adjusted = new Array<number>(values.length);
  let greatest = 0;
  for (const [rank, index] of order.entries()) {
    greatest = Math.max(greatest, Math.min(1, (values.length - rank) * values[index]!));
    adjusted[index] = greatest;
  }
  return adjusted;
}
