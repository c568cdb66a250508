import { readdirSync, readFileSync } from 'node:fs';

// Every process that a run starts has a mark in its environment, and so has what it starts itself,
// wherever that has gone: into a session of its own, say. The mark of a part begins with that of
// the whole: `<run>`, `<run>.3`, `<run>.3.1`.

/** The environment variable that holds it. */
export const markVariable = 'PARETO_RUN';

/** The most turns over all processes: one that starts others faster than they are found is let be. */
const maxTurns = 20;

/**
 * Kills every process of this mark, and of parts of it, but this one, where the system shows the
 * environment of processes (/proc, Linux); does nothing elsewhere. Never throws.
 */
export function killMarked(mark: string): void {
  // What was being started while a turn went on is found in the next one.
  for (let turn = 0; turn < maxTurns; turn++) {
    const found = findMarked(mark);
    if (found.length === 0) return;
    for (const pid of found) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    }
  }
}

/** The running processes of this mark, and of parts of it, but this one. */
export function findMarked(mark: string): number[] {
  return processes().filter((pid) => pid !== process.pid && isMarked(pid, mark));
}

function processes(): number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}

function isMarked(pid: number, mark: string): boolean {
  try {
    const environment = `\0${readFileSync(`/proc/${pid}/environ`, 'latin1')}\0`;
    const wanted = `\0${markVariable}=${mark}`;
    const at = environment.indexOf(wanted);
    return at >= 0 && /[\0.]/.test(environment[at + wanted.length]!);
  } catch {
    // It has ended, or is another user's.
    return false;
  }
}
