import { readFileSync } from 'node:fs';

/** How often it is looked: a process fills some 40 MB in between. */
const intervalMilliseconds = 20;

/** Bytes of a page of memory, in which /proc counts: 4 KiB as a rule, up to 64 on ARM. */
const pageBytes = readPageBytes();

/**
 * Calls `onExcess` once where the resident memory of a process passes a limit; native code and WASM
 * count, which limits of V8 leave out. Only where the system shows it (/proc, Linux).
 * @returns ends it
 */
export function watchMemory(
  pid: number | undefined,
  limitBytes: number,
  onExcess: () => void,
): () => void {
  if (pid === undefined || limitBytes === Number.POSITIVE_INFINITY) return () => {};
  const timer = setInterval(() => {
    const bytes = residentBytes(pid);
    if (bytes === null || bytes > limitBytes) clearInterval(timer);
    if (bytes !== null && bytes > limitBytes) onExcess();
  }, intervalMilliseconds);
  return () => clearInterval(timer);
}

/** Resident bytes of a process; null where it has ended, or the system does not show it. */
export function residentBytes(pid: number): number | null {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1]) * pageBytes;
  } catch {
    return null;
  }
}

/** What the kernel tells a program when it starts it: pairs of a number (6, the page) and a value. */
function readPageBytes(): number {
  try {
    const pairs = readFileSync('/proc/self/auxv');
    for (let at = 0; at + 16 <= pairs.length; at += 16) {
      if (pairs.readBigUInt64LE(at) === 6n) return Number(pairs.readBigUInt64LE(at + 8));
    }
  } catch {
    // Not Linux: nothing is counted.
  }
  return 4096;
}
