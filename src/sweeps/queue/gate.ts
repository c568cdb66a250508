/** Lets many work at once, or one alone. */
export interface Gate {
  /** Works beside others, once nobody works alone or waits to. */
  beside<T>(work: () => Promise<T>): Promise<T>;
  /** Works alone: once all who work have ended; the others wait meanwhile. */
  alone<T>(work: () => Promise<T>): Promise<T>;
}

/** Opens one. */
export function openGate(): Gate {
  const running = new Set<Promise<unknown>>();
  let last: Promise<unknown> = Promise.resolve();
  const begin = <T>(work: () => Promise<T>): Promise<T> => {
    const own = work();
    const settled = own.catch(() => {}).finally(() => running.delete(settled));
    running.add(settled);
    return own;
  };
  return {
    async beside(work) {
      for (let awaited: unknown = null; awaited !== last; ) {
        awaited = last;
        await last;
      }
      return begin(work);
    },
    alone(work) {
      const turn = last.then(async () => {
        await Promise.all(running);
        return work();
      });
      last = turn.catch(() => {});
      return turn;
    },
  };
}
