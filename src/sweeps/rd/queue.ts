/** The jobs still to do, given out so that the workers need not load the same images. */
export interface RdQueue<Job> {
  /** The next job for a worker, or undefined when all are given out. */
  take(worker: number): Job | undefined;
}

/** How far ahead of the planned order a job may be taken. */
const lookahead = 1024;

/**
 * Gives out jobs near the planned order: first one on the image that the worker had last, whose
 * metrics it has prepared; else one on an image that it has had before; else one on an image that
 * no worker has had.
 */
export function createRdQueue<Job extends { readonly image: { readonly sha256: string } }>(
  jobs: readonly Job[],
): RdQueue<Job> {
  const pending = [...jobs];
  const owners = new Map<string, number>();
  const last = new Map<number, string>();
  let next = 0;
  const find = (wanted: (sha256: string) => boolean): number | undefined => {
    const end = Math.min(next + lookahead, pending.length);
    for (let at = next; at < end; at++) {
      if (wanted(pending[at]!.image.sha256)) return at;
    }
    return undefined;
  };
  return {
    take(worker) {
      if (next >= pending.length) return undefined;
      const at =
        find((sha256) => last.get(worker) === sha256) ??
        find((sha256) => owners.get(sha256) === worker) ??
        find((sha256) => !owners.has(sha256)) ??
        next;
      const job = pending[at]!;
      pending[at] = pending[next]!;
      next += 1;
      last.set(worker, job.image.sha256);
      if (!owners.has(job.image.sha256)) owners.set(job.image.sha256, worker);
      return job;
    },
  };
}
