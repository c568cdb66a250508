import { readFileSync } from 'node:fs';
import os from 'node:os';

/**
 * Processors that this program may use: those of the control group where it has a quota, as in a
 * container, and not those of the machine.
 */
export function usableProcessors(quotaFile = '/sys/fs/cgroup/cpu.max'): number {
  const all = os.availableParallelism();
  try {
    const [quota, period] = readFileSync(quotaFile, 'latin1').trim().split(' ').map(Number);
    const share = quota! / period!;
    return Number.isFinite(share) && share > 0 ? Math.max(1, Math.min(all, Math.ceil(share))) : all;
  } catch {
    return all;
  }
}
