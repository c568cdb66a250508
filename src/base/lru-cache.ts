/** A cache of values that are costly to make, least recently used out first. */
export interface Lru<T> {
  /** The value of a key, made if need be. Concurrent calls for one key share one making. */
  get(key: string, make: () => Promise<T>): Promise<T>;
  /** Drops the value of a key, if there is one. */
  forget(key: string): void;
}

/**
 * @param limit greatest sum of weights; one value alone may exceed it
 * @param weigh weight of a value, 1 if not given
 * @param drop called with every value that leaves the cache
 */
export function createLru<T>({
  limit,
  weigh = () => 1,
  drop = async () => {},
}: {
  limit: number;
  weigh?: (value: T) => number;
  drop?: (value: T) => Promise<void>;
}): Lru<T> {
  const entries = new Map<string, Promise<T>>();
  const weights = new Map<string, number>();

  const remove = (key: string): void => {
    const entry = entries.get(key);
    entries.delete(key);
    weights.delete(key);
    entry?.then(drop).catch(() => {});
  };
  const shrink = (newest: string): void => {
    let total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
    for (const key of entries.keys()) {
      if (total <= limit) return;
      if (key === newest) continue;
      total -= weights.get(key) ?? 0;
      remove(key);
    }
  };

  return {
    async get(key, make) {
      const known = entries.get(key);
      if (known) {
        entries.delete(key);
        entries.set(key, known);
        return known;
      }
      const made = make();
      entries.set(key, made);
      try {
        const value = await made;
        weights.set(key, weigh(value));
        shrink(key);
        return value;
      } catch (error) {
        entries.delete(key);
        throw error;
      }
    },
    forget: remove,
  };
}
