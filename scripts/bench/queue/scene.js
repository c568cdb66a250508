import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodePam } from '../../../dist/image/pnm.js';
import { createRaster } from '../../../dist/image/raster.js';

const program = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url));

/**
 * A data set of small pictures, each another one.
 * @param {string} folder
 * @param {number} count
 * @param {number} side
 */
export function makePictures(folder, count, side) {
  mkdirSync(folder, { recursive: true });
  for (let n = 0; n < count; n++) {
    const data = Uint8Array.from({ length: side * side * 3 }, (_, i) => (i * (n + 3) + n) % 251);
    const image = createRaster({ width: side, height: side, channels: 3, depth: 8, data });
    writeFileSync(path.join(folder, `p${n}.pam`), encodePam(image));
  }
  return folder;
}

/** 50 settings of codecs that take little. */
export const cheap = [
  ...['--codec', 'raw,qoi,webp,jpeg', '--metrics', 'psnr', '--jobs', '1'],
  ...['--quality', Array.from({ length: 24 }, (_, nth) => 4 * (nth + 1)).join(',')],
];
export const cheapSettings = 50;

/** What all that a program starts has in its environment. */
const variable = 'PARETO_BENCH';

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/** Ends what is running still, as after a failure. */
export function endAll() {
  for (const child of running) child.kill('SIGKILL');
}

/**
 * Starts the program, with a cache of its own.
 * @param {readonly string[]} args
 * @param {{ cache: string, uid?: number, mark?: string }} how as another user; with a mark for `watchCpu`
 */
export function start(args, { cache, uid, mark = '' }) {
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, PARETO_CACHE: cache, HOME: cache, [variable]: mark },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid !== undefined && { uid, gid: uid }),
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text) => {
    stdout += text;
  });
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  /** @type {Promise<{ status: number | null, stdout: string, stderr: string }>} */
  const ended = new Promise((resolve) => {
    child.once('close', (status) => resolve({ status, stdout, stderr }));
  });
  return { child, ended, said: () => stderr };
}

/**
 * Runs the program to its end, which has to be a good one.
 * @param {readonly string[]} args
 * @param {{ cache: string, mark?: string }} how
 */
export async function run(args, how) {
  return wellEnded(args, await start(args, how).ended);
}

/**
 * @param {readonly string[]} args
 * @param {{ status: number | null, stdout: string, stderr: string }} ended
 */
export function wellEnded(args, ended) {
  if (ended.status === 0) return ended;
  throw new Error(`${args[0]} ended with ${ended.status}: ${ended.stderr}`);
}

/**
 * Watches the CPU seconds of programs of a mark and of all that they start, also of what nobody waits for
 * in the end; what a process does in its last moments is missed.
 * @param {string} mark
 */
export function watchCpu(mark) {
  /** @type {Map<string, number>} */
  const ticks = new Map();
  /** @type {Map<string, boolean>} */
  const known = new Map();
  const look = () => {
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
        const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        const id = `${pid} ${fields[19]}`;
        const isIts =
          known.get(id) ??
          readFileSync(`/proc/${pid}/environ`, 'latin1')
            .split('\0')
            .includes(`${variable}=${mark}`);
        // A process has the environment of whoever started it until its own program begins.
        if (isIts || Number(fields[11]) > 5) known.set(id, isIts);
        if (isIts) ticks.set(id, Number(fields[11]) + Number(fields[12]));
      } catch {
        // It has ended meanwhile.
      }
    }
  };
  const timer = setInterval(look, 100);
  return () => {
    clearInterval(timer);
    return [...ticks.values()].reduce((sum, each) => sum + each, 0) / 100;
  };
}

/** @param {string} results */
function filesOf(results) {
  const folder = path.join(results, 'rd');
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => path.join(folder, name));
}

/** @param {string} results */
export function countLines(results) {
  return filesOf(results).reduce(
    (sum, file) => sum + readFileSync(file, 'utf8').split('\n').length - 1,
    0,
  );
}

/**
 * Records by key, without their time and machine, and how many lines there are.
 * @param {string} results
 */
export function factsIn(results) {
  /** @type {Map<string, string>} */
  const facts = new Map();
  let lines = 0;
  for (const file of filesOf(results)) {
    for (const line of readFileSync(file, 'utf8').trim().split('\n')) {
      const { at: _at, machine: _machine, ...rest } = JSON.parse(line);
      facts.set(rest.key, JSON.stringify(rest));
      lines += 1;
    }
  }
  return { facts, lines };
}

/**
 * Waits until something is so.
 * @param {() => unknown} condition
 * @param {number} seconds at most
 */
export async function until(condition, seconds = 1200) {
  const end = performance.now() + 1000 * seconds;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`not so after ${seconds} s: ${condition}`);
    await sleep(20);
  }
}

/** @param {number} milliseconds */
export function sleep(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
