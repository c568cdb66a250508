/** What an address asks for, and what there is. */
export interface Asked {
  /** In words: `view`, `data set`. */
  readonly what: string;
  /** Null where nothing is asked for. */
  readonly key: string | null;
  readonly known: readonly string[];
  /** What is shown in its place. */
  readonly shown: string | null;
}

/** What of an address is not there, and what is shown for it, a sentence each. Pure. */
export function unknownParts(asked: readonly Asked[]): string[] {
  return asked.flatMap(({ what, key, known, shown }) => {
    if (key === null || known.includes(key)) return [];
    const instead = shown === null ? '' : `; this is ${shown}`;
    return [`There is no ${what} ${quoted(key)} here${instead}.`];
  });
}

const longest = 60;

function quoted(key: string): string {
  return `\u201c${key.length > longest ? `${key.slice(0, longest)}…` : key}\u201d`;
}
