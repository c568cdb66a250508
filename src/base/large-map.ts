/** What is read of a map of any size. */
export interface LargeLookup<K, V> {
  readonly size: number;
  get(key: K): V | undefined;
  has(key: K): boolean;
  /** In the order in which their keys were first set. */
  values(): Iterable<V>;
}

/** A map that takes more keys than a Map, which breaks at 2^24. */
export interface LargeMap<K, V> extends LargeLookup<K, V> {
  set(key: K, value: V): void;
  delete(key: K): boolean;
}

/** Keys in one Map: less than the 2^24 that it takes, whose table would be copied at once. */
const usualPart = 2 ** 23;

/**
 * Makes a map of any size: one Map, then further ones beside it as each is full. As long as there is
 * one, it costs what a Map costs.
 * @param entries what is in it at first
 * @param partSize keys in one Map at most, below 2^24
 */
export function createLargeMap<K, V>(
  entries: Iterable<readonly [K, V]> = [],
  { partSize = usualPart }: { readonly partSize?: number } = {},
): LargeMap<K, V> {
  const parts = [new Map<K, V>()];
  const holderOf = (key: K): Map<K, V> | undefined => parts.find((part) => part.has(key));
  const map: LargeMap<K, V> = {
    get size() {
      return parts.reduce((sum, part) => sum + part.size, 0);
    },
    get: (key) => (parts.length === 1 ? parts[0] : holderOf(key))?.get(key),
    has: (key) => holderOf(key) !== undefined,
    *values() {
      for (const part of parts) yield* part.values();
    },
    set(key, value) {
      const last = parts.at(-1)!;
      if (last.size < partSize) {
        const holder = parts.length === 1 ? last : (holderOf(key) ?? last);
        holder.set(key, value);
        return;
      }
      const holder = holderOf(key);
      if (holder !== undefined) holder.set(key, value);
      else parts.push(new Map([[key, value]]));
    },
    delete: (key) => holderOf(key)?.delete(key) ?? false,
  };
  for (const [key, value] of entries) map.set(key, value);
  return map;
}
