/** Answers that stay in the server until the records of all their jobs are on disk. */
export interface HeldAnswers {
  readonly size: number;
  has(id: string): boolean;
  /** Holds an answer for the record of a key. */
  hold(id: string, key: string): void;
  /** Lets go of the answers whose last keys these are. */
  written(keys: readonly string[]): void;
  /** Takes an answer from the server. */
  letGoOf(id: string): Promise<void>;
  /** Takes from the server what is held for none but such keys. */
  letGoWhere(isIdle: (key: string) => boolean): Promise<void>;
}

/** @param remove takes an answer from the server by its id */
export function holdAnswers(remove: (id: string) => Promise<unknown>): HeldAnswers {
  /** Keys by answer, and answers by key. */
  const held = new Map<string, Set<string>>();
  const heldBy = new Map<string, Set<string>>();
  const letGoOf = async (id: string): Promise<void> => {
    held.delete(id);
    await remove(id);
  };
  return {
    get size() {
      return held.size;
    },
    has: (id) => held.has(id),
    hold(id, key) {
      held.set(id, (held.get(id) ?? new Set()).add(key));
      heldBy.set(key, (heldBy.get(key) ?? new Set()).add(id));
    },
    written(keys) {
      for (const each of keys) {
        for (const id of heldBy.get(each) ?? []) {
          const left = held.get(id);
          left?.delete(each);
          // One that the server keeps is known again by its keys.
          if (left?.size === 0) letGoOf(id).catch(() => {});
        }
        heldBy.delete(each);
      }
    },
    letGoOf,
    async letGoWhere(isIdle) {
      const idle = [...held].filter(([, keys]) => [...keys].every(isIdle));
      await Promise.allSettled(idle.map(([id]) => letGoOf(id)));
    },
  };
}
