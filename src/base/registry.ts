import { unknownName } from './errors.js';

/** A closed table of lazily loaded entries of one kind. */
export interface Registry<T> {
  /** What an entry is called in messages: `codec`, `metric`, … */
  readonly kind: string;
  readonly names: readonly string[];
  /** Loads the entry; an unknown name is a UsageError that lists the choices. */
  load(name: string): Promise<T>;
}

/** Makes a registry from a table of loaders. Only the table's own properties are names. */
export function createRegistry<T>(
  kind: string,
  loaders: Readonly<Record<string, () => Promise<T>>>,
): Registry<T> {
  const names = Object.keys(loaders);
  return {
    kind,
    names,
    async load(name) {
      const loader = Object.hasOwn(loaders, name) ? loaders[name] : undefined;
      if (loader === undefined) throw unknownName(kind, name, names);
      return loader();
    },
  };
}
