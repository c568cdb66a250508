/** A piece of work that is done. */
export interface Completion<Item, Result> {
  readonly item: Item;
  readonly result: Result;
}

/**
 * Works on many items at once and gives the results in the order of their completion. An item is
 * taken when a slot is free and the reader asks for more: a slow reader holds the work up, and
 * nothing piles up. Ends when `take` has nothing more for a free slot and all is done. Where the
 * reader leaves early or a piece of work throws, what runs is waited for first.
 * @param take the next item for a slot, 0 to `slots` - 1; undefined where there is none
 */
export async function* completions<Item, Result>(
  take: (slot: number) => Item | undefined,
  work: (item: Item, slot: number) => Promise<Result>,
  slots: number,
): AsyncGenerator<Completion<Item, Result>, void, undefined> {
  type Ended = { slot: number; item: Item; ended: PromiseSettledResult<Result> };
  const running = new Map<number, Promise<void>>();
  const ended: Ended[] = [];
  let wake = (): void => {};
  const start = (item: Item, slot: number): void => {
    const settled = Promise.allSettled([work(item, slot)]).then(([result]) => {
      ended.push({ slot, item, ended: result });
      wake();
    });
    running.set(slot, settled);
  };
  try {
    for (;;) {
      for (let slot = 0; slot < slots; slot++) {
        if (running.has(slot)) continue;
        const item = take(slot);
        if (item !== undefined) start(item, slot);
      }
      if (running.size === 0) return;
      if (ended.length === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const { slot, item, ended: result } = ended.shift()!;
      running.delete(slot);
      if (result.status === 'rejected') throw result.reason;
      yield { item, result: result.value };
    }
  } finally {
    await Promise.all(running.values());
  }
}
