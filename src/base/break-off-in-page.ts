/**
 * Runs synchronous work to its end. A page cannot break it off: whoever started the worker that it runs
 * in ends that after a time.
 */
export function runWithin(_milliseconds: number, work: () => void): boolean {
  work();
  return true;
}
