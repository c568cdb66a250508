/** The jobs still to do, given out picture by picture, so that each is loaded once. */
export interface RdQueue<Job> {
  /** The next jobs for a worker, all on one picture, at most so many; none when all are given out. */
  take(worker: number, most: number): Job[];
}

interface Picture<Job> {
  readonly jobs: readonly Job[];
  next: number;
}

/**
 * Gives out jobs picture by picture, in the order in which the plan comes to the pictures: first those on
 * the picture that the worker had last, whose metrics it has prepared; else those on one that no worker
 * has had; else those on the one that has most left, so that nobody idles.
 */
export function createRdQueue<Job extends { readonly image: { readonly sha256: string } }>(
  jobs: readonly Job[],
): RdQueue<Job> {
  const byPicture = new Map<string, Job[]>();
  for (const job of jobs) {
    const known = byPicture.get(job.image.sha256);
    if (known === undefined) byPicture.set(job.image.sha256, [job]);
    else known.push(job);
  }
  const untouched = [...byPicture.values()].map((its): Picture<Job> => ({ jobs: its, next: 0 }));
  let touched = 0;
  let open: Picture<Job>[] = [];
  const last = new Map<number, Picture<Job>>();
  const left = ({ jobs: its, next }: Picture<Job>): number => its.length - next;
  const pick = (worker: number): Picture<Job> | undefined => {
    const own = last.get(worker);
    if (own !== undefined && left(own) > 0) return own;
    if (touched < untouched.length) {
      const fresh = untouched[touched]!;
      touched += 1;
      open.push(fresh);
      return fresh;
    }
    open = open.filter((picture) => left(picture) > 0);
    return open.reduce<Picture<Job> | undefined>(
      (most, picture) => (most === undefined || left(picture) > left(most) ? picture : most),
      undefined,
    );
  };
  return {
    take(worker, most) {
      const picture = pick(worker);
      if (picture === undefined) return [];
      last.set(worker, picture);
      const taken = picture.jobs.slice(picture.next, picture.next + most);
      picture.next += taken.length;
      return taken;
    },
  };
}
