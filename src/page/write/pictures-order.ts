/**
 * The places 0 to `count` - 1 in an order whose every beginning is spread over all of them: the
 * middle, the ends, the middles of what lies between. What is cut off leaves an even choice.
 */
export function spreadOrder(count: number): number[] {
  const order: number[] = [];
  const taken = new Set<number>();
  const take = (place: number): void => {
    if (place < 0 || place >= count || taken.has(place)) return;
    taken.add(place);
    order.push(place);
  };
  take(count >> 1);
  take(0);
  take(count - 1);
  for (let parts = 4; order.length < count; parts *= 2) {
    for (let part = 1; part < parts; part += 2) take(Math.round((part * (count - 1)) / parts));
  }
  return order;
}

/** One of each list in turn, until all are through. */
export function inTurn<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, nth) =>
    lists.flatMap((list) => list.slice(nth, nth + 1)),
  ).flat();
}
