import { usableProcessors } from '../base/processors.js';

/** Bytes of files below which a second thread takes longer to start than it saves. */
export const fewBytes = 1.5e6;

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
