import { startSpareThread } from '../resize/fast/spare-thread.js';

/**
 * Starts what `pareto resize` of a folder will need a while later, before the program is loaded that reads all of its
 * arguments: these may still be wrong.
 */
export function startEarly([folder, ...rest]: readonly string[]): void {
  const at = rest.indexOf('--threads');
  const isOne = rest.includes('--threads=1') || (at >= 0 && rest[at + 1] === '1');
  if (folder !== undefined && !folder.startsWith('-') && !isOne) startSpareThread(folder);
}
