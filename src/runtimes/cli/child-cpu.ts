import { processStat } from '../../base/process-stat.js';

/** Clock ticks a second in which Linux counts, the same on every machine that Node has builds for. */
const ticks = 100;

/**
 * CPU seconds, so far, of all processes that this one has started and that have ended, with those
 * that they waited for themselves; null where the system does not tell (anything but Linux). It
 * counts in steps of 10 ms: the sum of many differences is as exact as one.
 */
export function endedChildrenCpuSeconds(): number | null {
  const fields = processStat('self');
  if (fields === null) return null;
  const [user, system] = [Number(fields[13]), Number(fields[14])];
  const seconds = (user + system) / ticks;
  return Number.isFinite(seconds) ? seconds : null;
}
