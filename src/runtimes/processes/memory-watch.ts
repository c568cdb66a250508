import { readFileSync } from 'node:fs';

/** How often it is looked: a process fills some 40 MB in between. */
const intervalMilliseconds = 20;

/** Bytes of a page of memory; /proc counts in pages. */
const pageBytes = 4096;

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
