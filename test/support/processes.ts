import { readdirSync, readFileSync } from 'node:fs';

/** The running children of a process, from /proc (Linux). */
export function childrenOf(parent: number): { pid: number; command: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        const ppid = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
        if (ppid !== parent) return [];
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return [{ pid: Number(name), command }];
      } catch {
        return [];
      }
    });
}

/** Waits until a condition holds, at most so many seconds, and gives what it gave. */
export async function until<T>(
  condition: () => T | undefined | false | null,
  seconds = 200,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = condition();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`not so after ${seconds} s: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
