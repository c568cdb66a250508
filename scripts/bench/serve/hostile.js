import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { makeBombs } from './bombs.js';
import { postPicture, startHosted } from './start.js';

/** @typedef {import('../report.js').Figure} Figure */

const routes = /** @type {const} */ (['optimize', 'estimate']);

/** Answers that a broken or unreasonable picture may get. */
const expected = [200, 400, 413, 415, 422];

const memoryMiB = 2048;

/** What the service may take beside its budget, MiB. */
const besideMiB = 256;

const workSeconds = 60;

/** One waits for a slot as long as another works. */
const mostSeconds = 2 * workSeconds + 10;

const settings = { memory: `${memoryMiB}MiB`, slots: 2, queue: 30, 'work-seconds': workSeconds };

/**
 * Bombs from four clients at once through both routes, until the seconds are over, every bomb once at least.
 * @param {number} seconds
 */
export async function postBombs(seconds) {
  const bombs = await makeBombs();
  const service = await startHosted(settings);
  try {
    /** @type {Record<string, number>} */
    const statuses = {};
    let [peak, unwell] = [0, 0];
    const watch = setInterval(() => {
      peak = Math.max(peak, service.resident());
    }, 25);
    const health = setInterval(async () => {
      if ((await service.health()) === null) unwell += 1;
    }, 500);
    const end = performance.now() + 1000 * seconds;
    let next = 0;
    const client = async () => {
      while (performance.now() < end) {
        const [, bytes] = /** @type {[string, Buffer]} */ (bombs[(next >> 1) % bombs.length]);
        const route = routes[next++ & 1];
        const { status } = await postPicture(`${service.url}/${route}`, bytes);
        statuses[status] = (statuses[status] ?? 0) + 1;
      }
    };
    try {
      await Promise.all(Array.from({ length: 4 }, client));
    } finally {
      clearInterval(watch);
      clearInterval(health);
    }
    return {
      bombs: bombs.length,
      posted: next,
      statuses,
      peak,
      unwell,
      isAlive: service.isAlive(),
    };
  } finally {
    await service.end();
  }
}

/**
 * Files of fuzzers through both routes; those that the journal has are not posted again.
 * @param {string} folder
 * @param {number} seconds
 * @param {import('./journal.js').Journal} journal
 */
export async function postFuzz(folder, seconds, journal) {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(path.join(folder, name)).isFile())
    .sort();
  const known = new Set(journal.of('fuzz').map(({ file, route }) => `${route} ${file}`));
  const left = files
    .flatMap((file) => routes.map((route) => ({ file, route })))
    .filter(({ file, route }) => !known.has(`${route} ${file}`));
  const service = await startHosted(settings);
  try {
    const end = performance.now() + 1000 * seconds;
    const client = async () => {
      while (performance.now() < end) {
        const one = left.shift();
        if (one === undefined) return;
        const bytes = readFileSync(path.join(folder, one.file));
        const { status, body, milliseconds } = await postPicture(
          `${service.url}/${one.route}`,
          bytes,
        );
        const error = status === 200 ? null : JSON.parse(body.toString()).error;
        // A full service is asked again by the next run.
        if (status !== 503)
          journal.add('fuzz', { ...one, status, error, milliseconds: Math.round(milliseconds) });
      }
    };
    /** @type {string[]} */
    const unwell = [];
    const health = setInterval(async () => {
      if ((await service.health()) === null) unwell.push('silent');
    }, 500);
    await Promise.all(Array.from({ length: 4 }, client)).finally(() => clearInterval(health));
    journal.add('fuzz-run', {
      unwell: unwell.length,
      isAlive: service.isAlive(),
      left: left.length,
    });
  } finally {
    await service.end();
  }
}

/**
 * @param {import('./journal.js').Journal} journal
 * @returns {Figure[]}
 */
export function hostileFigures(journal) {
  /** @type {Figure[]} */
  const figures = [];
  const last = journal.of('bombs').at(-1);
  if (last !== undefined) {
    const odd = Object.keys(last.statuses).filter((status) => !expected.includes(Number(status)));
    figures.push(
      {
        what: `bombs: ${last.posted} of ${last.bombs} kinds, answers ${JSON.stringify(last.statuses)}: of other statuses, health unanswered`,
        value: `${odd.join(', ') || 'none'}, ${last.unwell}`,
        ...{ bound: 'none, 0', holds: odd.length + last.unwell === 0 && last.isAlive },
      },
      {
        what: `bombs: the service and all its processes held at most, with a budget of ${memoryMiB} MiB`,
        value: `${last.peak.toFixed(0)} MiB`,
        ...{
          bound: `at most ${memoryMiB + besideMiB} MiB`,
          holds: last.peak <= memoryMiB + besideMiB,
        },
      },
    );
  }
  const fuzz = journal.of('fuzz');
  const runs = journal.of('fuzz-run');
  if (runs.length > 0) {
    const late = fuzz.filter(({ error }) => error === 'tool_timeout').length;
    const odd = fuzz.filter(
      ({ status, error }) => !expected.includes(status) && error !== 'tool_timeout',
    );
    const unwell = runs.reduce((sum, run) => sum + run.unwell + (run.isAlive ? 0 : 1), 0);
    const longest = Math.max(0, ...fuzz.map(({ milliseconds }) => milliseconds));
    figures.push({
      what: `fuzz: ${fuzz.length} posts, ${runs.at(-1).left} left, the longest took ${(longest / 1000).toFixed(1)} s, and ${late} reached the limit of ${workSeconds} s: crashes, health unanswered`,
      value: `${odd.length}, ${unwell}`,
      ...{ bound: '0, 0', holds: odd.length + unwell === 0 && longest <= 1000 * mostSeconds },
    });
  }
  return figures;
}
