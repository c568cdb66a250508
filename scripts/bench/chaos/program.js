import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url));

/** What the processes of a try have in their environment, and all that they start. */
const variable = 'PARETO_CHAOS';

/**
 * Starts the program in a process of its own.
 * @param {readonly string[]} args
 * @param {{ folder: string, mark?: string }} where folder of cache and temporary files
 */
export function start(args, { folder, mark = '' }) {
  const child = spawn(process.execPath, [program, ...args], {
    env: {
      ...process.env,
      PARETO_CACHE: `${folder}/cache`,
      TMPDIR: `${folder}/tmp`,
      [variable]: mark,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  /** @type {Promise<{ status: number | null, stderr: string }>} */
  const ended = new Promise((resolve) => {
    // Not `close`: what it left behind may hold its standard error.
    child.once('exit', (status) => resolve({ status, stderr }));
  });
  return { child, ended };
}

/**
 * Runs it to its end.
 * @param {readonly string[]} args
 * @param {{ folder: string, mark?: string }} where
 */
export function run(args, where) {
  return start(args, where).ended;
}

/**
 * The running processes of a try; none where the system does not tell (not Linux).
 * @param {string} mark
 */
function runningOf(mark) {
  return pids().filter((pid) => {
    try {
      const environment = readFileSync(`/proc/${pid}/environ`, 'latin1');
      return environment.split('\0').includes(`${variable}=${mark}`);
    } catch {
      return false;
    }
  });
}

function pids() {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

/**
 * Waits until nothing of a try runs any more; what does all the same after so many seconds is told,
 * and killed.
 * @param {string} mark
 * @param {number} seconds
 */
export async function untilGone(mark, seconds) {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const running = runningOf(mark);
    if (running.length === 0) return [];
    if (performance.now() > end) {
      for (const pid of running) process.kill(Number(pid), 'SIGKILL');
      return running.map((pid) => `process ${pid} runs on`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
