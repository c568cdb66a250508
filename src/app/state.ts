/** What the reader chose, as it stands behind # in the address. Absent keys are defaults. */
export interface State {
  get(key: string): string | null;
  /** Changes keys, null takes one away. `push` makes a step that the browser's Back undoes. */
  set(changes: Readonly<Record<string, string | null>>, options?: { push?: boolean }): void;
  /** The address with these changes, for a link. */
  link(changes: Readonly<Record<string, string | null>>): string;
  onChange(listener: () => void): void;
}

/** Keeps the state in the address of the window. */
export function createState(): State {
  let current = new URLSearchParams(location.hash.slice(1));
  const listeners: (() => void)[] = [];
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  const changed = (changes: Readonly<Record<string, string | null>>): URLSearchParams => {
    const next = new URLSearchParams(current);
    for (const [key, value] of Object.entries(changes)) {
      if (value === null) next.delete(key);
      else next.set(key, value);
    }
    return next;
  };
  addEventListener('hashchange', () => {
    const next = new URLSearchParams(location.hash.slice(1));
    if (next.toString() === current.toString()) return;
    current = next;
    tell();
  });
  return {
    get: (key) => current.get(key),
    set: (changes, { push = false } = {}) => {
      const next = changed(changes);
      if (next.toString() === current.toString()) return;
      current = next;
      const address = `#${next}`;
      if (push) history.pushState(null, '', address);
      else history.replaceState(null, '', address);
      tell();
    },
    link: (changes) => `#${changed(changes)}`,
    onChange: (listener) => void listeners.push(listener),
  };
}
