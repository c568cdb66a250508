import { readdirSync, readFileSync } from 'node:fs';

/**
 * The processes that this one has started, and those that they have, in Linux's /proc.
 * @param {number} [pid]
 * @returns {number[]}
 */
export function descendants(pid = process.pid) {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    const children = threads.flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean),
    );
    return children.map(Number).flatMap((child) => [child, ...descendants(child)]);
  } catch {
    return [];
  }
}

/**
 * A field of /proc/<pid>/status in bytes: `VmRSS`, or its peak `VmHWM`; 0 of a process that is gone.
 * @param {number} pid
 * @param {'VmRSS' | 'VmHWM'} field
 */
export function memoryOf(pid, field) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return 1024 * Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0);
  } catch {
    return 0;
  }
}
