/** What a page keeps between visits: by key, within one job. */
export interface Keep {
  get<T>(key: string): T | undefined;
  set(key: string, value: unknown): Promise<void>;
  /** Values whose key begins so, in the order of their keys. */
  all<T>(start: string): T[];
  clear(): Promise<void>;
}

const store = 'kept';

/**
 * Opens what is kept of one job. Where the browser keeps nothing, as in private windows, it lasts as
 * long as the page.
 */
export async function openKeep(job: string): Promise<Keep> {
  const db = await openDatabase().catch(() => null);
  const values = new Map<string, unknown>();
  const range = IDBKeyRange.bound(`${job}|`, `${job}|\uffff`);
  if (db !== null) {
    const kept = db.transaction(store).objectStore(store);
    const [keys, found] = await Promise.all([
      settled(kept.getAllKeys(range)),
      settled(kept.getAll(range)),
    ]);
    for (const [i, key] of keys.entries()) values.set(String(key).slice(job.length + 1), found[i]);
  }
  return {
    get: <T>(key: string) => values.get(key) as T | undefined,
    async set(key, value) {
      values.set(key, value);
      if (db === null) return;
      await settled(
        db.transaction(store, 'readwrite').objectStore(store).put(value, `${job}|${key}`),
      );
    },
    all: <T>(start: string) =>
      [...values.keys()]
        .filter((key) => key.startsWith(start))
        .sort()
        .map((key) => values.get(key) as T),
    async clear() {
      values.clear();
      if (db === null) return;
      await settled(db.transaction(store, 'readwrite').objectStore(store).delete(range));
    },
  };
}

function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open('paretobench', 1);
  request.onupgradeneeded = () => request.result.createObjectStore(store);
  return settled(request);
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('the browser keeps nothing'));
  });
}
