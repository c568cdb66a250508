import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';

/**
 * What one run of a program took: wall seconds, CPU seconds of it and of all that it waited for, and the most
 * that it held in memory, its own processes added up.
 * @typedef {{ wall: number, cpu: number, mib: number }} Run
 */

/**
 * Runs a program whole, its folder of outputs empty before.
 * @param {readonly string[]} command
 * @param {string} out
 * @returns {Promise<Run>}
 */
export function runOnce(command, out) {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  return new Promise((resolve, reject) => {
    // bash tells the CPU time of what it waited for; Node does not.
    const child = spawn('bash', ['-c', 'TIMEFORMAT="%R %U %S"; time "$@"', 'bash', ...command], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stderr = '';
    child.stderr.on('data', (text) => {
      stderr += text;
    });
    let peak = 0;
    const poll = setInterval(() => {
      peak = Math.max(peak, residentOf(child.pid ?? 0));
    }, 15);
    child.once('error', reject);
    child.once('close', (status) => {
      clearInterval(poll);
      const times = /(\d+\.\d+) (\d+\.\d+) (\d+\.\d+)\s*$/.exec(stderr);
      if (status !== 0 || times === null) {
        reject(
          new Error(`${command.slice(0, 4).join(' ')} ended with ${status}: ${stderr.slice(-300)}`),
        );
        return;
      }
      const [wall = 0, user = 0, system = 0] = times.slice(1).map(Number);
      resolve({ wall, cpu: user + system, mib: peak / 1024 });
    });
  });
}

/** KiB that the descendants of a process hold now. @param {number} pid @returns {number} */
export function residentOf(pid) {
  let sum = 0;
  for (const child of childrenOf(pid)) sum += own(child) + residentOf(child);
  return sum;
}

/** @param {number} pid */
function childrenOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    return text === '' ? [] : text.split(' ').map(Number);
  } catch {
    return [];
  }
}

/** @param {number} pid */
function own(pid) {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
