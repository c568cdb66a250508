import type { Arena } from './arena.js';

/** Bytes of memory that is let go before work which may need less. */
const mostKept = 2 ** 26;

/** An arena that is used for one piece of work after the other, in one thread. */
export interface Workroom<Kernel> {
  /** The arena as it is now: another one after `renew`, and after `clear` where it was large. */
  arena(): Arena<Kernel>;
  /** Takes back all that was given out, and lets the memory go where it is large. */
  clear(): void;
  /** What was given out by now stays until the next `clear`. */
  keep(): void;
  /** Takes back what was given out since `keep`, or since `clear` where that came later. */
  release(): void;
  /** Clears, and gives room for the bytes of a file. */
  input(length: number): Uint8Array;
  /** Where the bytes of a file lie: in the room of `input` if they are a part of it, else copied to a new one. */
  place(bytes: Uint8Array): { readonly at: number; readonly length: number };
  /** Takes a new memory: what a trap leaves in the old one is not to be trusted. */
  renew(): void;
}

/**
 * @param openNew as `openArenas` gives it
 * @param prepare puts into each new arena what stays there over all work
 */
export function createWorkroom<Kernel>(
  openNew: () => Arena<Kernel>,
  prepare: (arena: Arena<Kernel>) => void = () => {},
): Workroom<Kernel> {
  let arena!: Arena<Kernel>;
  let base = 0;
  let kept = 0;
  const renew = (): void => {
    arena = openNew();
    prepare(arena);
    base = arena.mark();
    kept = base;
  };
  const clear = (): void => {
    if (arena.size() > mostKept) renew();
    arena.release(base);
    kept = base;
  };
  const input = (length: number): Uint8Array => {
    clear();
    return arena.bytes(arena.take(length), length);
  };
  renew();
  return {
    arena: () => arena,
    clear,
    keep() {
      kept = arena.mark();
    },
    release: () => arena.release(kept),
    input,
    place(bytes) {
      let own = bytes;
      if (!arena.holds(bytes)) {
        own = input(bytes.length);
        own.set(bytes);
      }
      return { at: own.byteOffset, length: own.length };
    },
    renew,
  };
}
