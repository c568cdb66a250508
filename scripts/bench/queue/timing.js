import { chownSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { inScratch } from '../report.js';
import { run, sleep, start } from './scene.js';
import { startServer } from './server.js';

const what = [
  ...['--codec', 'jpeg:quality=75,webp:quality=75', '--measure', 'timing', '--passes', '5'],
  ...['--dataset', 'sample', '--limit', '3', '--crop', '256x256'],
];
/** Who may not read what others have. */
const nobody = 65534;

/**
 * Two workers on one machine, the second by another user where this program may, each with its own cache:
 * whether their processes that time are ever there at once, and how their noise compares with that of a
 * local sweep.
 * @returns {Promise<import('../report.js').Figure[]>}
 */
export async function bench() {
  return inScratch(async (folder) => {
    const server = await startServer(path.join(folder, 'redis'));
    const isRoot = process.getuid?.() === 0;
    const out = path.join(folder, 'out');
    const names = ['one', 'two'];
    const caches = names.map((name) => path.join(folder, name));
    for (const cache of caches) mkdirSync(cache);
    if (isRoot) {
      const { chmodSync } = await import('node:fs');
      chmodSync(folder, 0o755);
      chownSync(caches[1] ?? '', nobody, nobody);
    }
    const workers = names.map((name, nth) =>
      start(['work', '--queue', server.url, '--testbed', name, '--jobs', '1'], {
        cache: caches[nth] ?? '',
        ...(isRoot && nth === 1 && { uid: nobody }),
      }),
    );
    const args = ['sweep', ...what, '--testbed', names.join(','), '--queue', server.url];
    const sweeping = start([...args, '--out', out], { cache: path.join(folder, 'cache') });
    let hasEnded = false;
    void sweeping.ended.then(() => {
      hasEnded = true;
    });
    /** @type {Record<string, number>} */
    const seen = { one: 0, two: 0, both: 0 };
    while (!hasEnded) {
      const at = caches.map((cache) => timingUnder(cache));
      for (const [nth, name] of names.entries()) if (at[nth]) seen[name] = (seen[name] ?? 0) + 1;
      if (at.every(Boolean)) seen['both'] = (seen['both'] ?? 0) + 1;
      await sleep(20);
    }
    const { status, stderr } = await sweeping.ended;
    for (const { child } of workers) child.kill('SIGTERM');
    const said = await Promise.all(workers.map(({ ended }) => ended));
    await server.kill();
    if (status !== 0) {
      throw new Error(
        `the sweep ended with ${status}: ${stderr} ${said.map((each) => each.stderr)}`,
      );
    }
    const local = path.join(folder, 'local');
    await run(['sweep', ...what, '--testbed', 'local', '--out', local], {
      cache: path.join(folder, 'cache'),
    });
    const noises = [noiseIn(local, 'local'), ...names.map((name) => noiseIn(out, name))];
    return [
      {
        what: `two workers${isRoot ? ' of two users' : ''} with two caches: looks at which both were timing, of ${seen['one']} and ${seen['two']}`,
        value: `${seen['both']}`,
        bound: '0',
        holds: seen['both'] === 0 && seen['one'] !== 0 && seen['two'] !== 0,
      },
      ...['encode', 'decode'].map((direction) => ({
        what: `the same codec twice, ${direction}: second over first, local; then by two workers`,
        value: noises.map((noise) => intervalOf(noise[direction])).join('; '),
        bound: 'intervals of workers hold 0, or are no further from it than the local one',
        holds: noises
          .slice(1)
          .every((noise) => farOf(noise[direction]) <= farOf(noises[0][direction])),
      })),
    ];
  });
}

/**
 * Whether a process that times is there, under a cache of a worker.
 * @param {string} cache
 */
function timingUnder(cache) {
  return readdirSync('/proc').some((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      if (!command.includes('sweeps/timing/')) return false;
      return readFileSync(`/proc/${pid}/environ`, 'utf8')
        .split('\0')
        .includes(`PARETO_CACHE=${cache}`);
    } catch {
      return false;
    }
  });
}

/**
 * @param {string} results
 * @param {string} testbed
 * @returns {any}
 */
function noiseIn(results, testbed) {
  return JSON.parse(readFileSync(path.join(results, 'testbeds', `${testbed}.json`), 'utf8')).noise;
}

/** @param {{ low: number, high: number, difference: number }} noise */
function intervalOf({ low, high, difference }) {
  const percent = (/** @type {number} */ share) => `${(100 * share).toFixed(1)} %`;
  return `${percent(difference)} in [${percent(low)}, ${percent(high)}]`;
}

/**
 * How far an interval is from 0.
 * @param {{ low: number, high: number }} noise
 */
function farOf({ low, high }) {
  return Math.max(0, low, -high);
}
