/** The jobs still to do, given out so that the workers need not load the same images. */
export interface RdQueue<Job> {
  /** The next job for a worker, or undefined when all are given out. */
  take(worker: number): Job | undefined;
}

/** How far ahead of the planned order a job may be taken. */
const lookahead = 256;

/**
 * Gives out jobs near the planned order: first one on an image that the worker has had before, else
 * one on an image that no worker has had.
 */
export function createRdQueue<Job extends { readonly image: { readonly sha256: string } }>(
  jobs: readonly Job[],
): RdQueue<Job> {
  const pending = [...jobs];
  const owners = new Map<string, number>();
  let next = 0;
  const find = (wanted: (owner: number | undefined) => boolean): number => {
    const end = Math.min(next + lookahead, pending.length);
    for (let at = next; at < end; at++) {
      if (wanted(owners.get(pending[at]!.image.sha256))) return at;
    }
    return -1;
  };
  return {
    take(worker) {
      if (next >= pending.length) return undefined;
      const own = find((owner) => owner === worker);
      const free = own >= 0 ? own : find((owner) => owner === undefined);
      const at = free >= 0 ? free : next;
      const job = pending[at]!;
      pending[at] = pending[next]!;
      next += 1;
      if (!owners.has(job.image.sha256)) owners.set(job.image.sha256, worker);
      return job;
    },
  };
}
