import { readFileSync } from 'node:fs';

/**
 * The fields of /proc/<pid>/stat behind the name of the program, which may hold anything: from the
 * state on, field 3 of proc(5). Null where the process has ended, and where there is no /proc.
 */
export function processStat(pid: number | 'self'): string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}
