import { readFileSync } from 'node:fs';
import os from 'node:os';

/** Bytes of files below which a second thread takes longer to start than it saves. */
const fewBytes = 1.5e6;

/**
 * Threads for a batch: none beside the first for a few pictures, else one for each processor that this program
 * may use, and no more than there are pictures.
 * @param asked as many as told, whatever the work; null for what suits it
 * @param work count of the pictures, and of all bytes of their files
 */
export function threadsFor(
  asked: number | null,
  work: { readonly pictures: number; readonly bytes: number },
  processors: number = usableProcessors(),
): number {
  const most = Math.max(1, work.pictures);
  if (asked !== null) return Math.min(asked, most);
  if (work.pictures < 2 || work.bytes < fewBytes) return 1;
  return Math.max(1, Math.min(processors, most));
}

/** Processors that this program may use: those of its affinity, and of its control group's share. */
export function usableProcessors(): number {
  return Math.max(1, Math.min(os.availableParallelism(), Math.ceil(groupShare())));
}

/** Processors that the control group may use together, as a container has it; Infinity where nothing says so. */
function groupShare(): number {
  try {
    const [quota, period] = readFileSync('/sys/fs/cgroup/cpu.max', 'utf8').trim().split(' ');
    return shareOf(Number(quota), Number(period));
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** `max` is no limit. */
function shareOf(quota: number, period: number): number {
  return quota > 0 && period > 0 ? quota / period : Number.POSITIVE_INFINITY;
}
