import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { pause } from '../../../dist/base/time-limit.js';
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
  const watch = watchService(service);
  try {
    /** @type {Record<string, number>} */
    const statuses = {};
    const end = performance.now() + 1000 * seconds;
    let next = 0;
    const client = async () => {
      while (performance.now() < end) {
        const [, bytes] = /** @type {[string, Buffer]} */ (bombs[(next >> 1) % bombs.length]);
        const route = routes[next++ & 1];
        const { status } = await postPicture(`${service.url}/${route}`, bytes);
        statuses[status] = (statuses[status] ?? 0) + 1;
        // There is no memory for it now.
        if (status === 503) await pause(0.5);
      }
    };
    await Promise.all(Array.from({ length: 4 }, client));
    return {
      ...{ bombs: bombs.length, posted: next, statuses },
      ...{ ...watch.end(), isAlive: service.isAlive() },
    };
  } finally {
    watch.end();
    await service.end();
  }
}

/**
 * Files of fuzzers through both routes; those that the journal has are not posted again.
 * @param {readonly string[]} folders
 * @param {number} seconds after which no more are posted
 * @param {import('./journal.js').Journal} journal
 */
export async function postFuzz(folders, seconds, journal) {
  const tried = new Map(journal.of('fuzz').map((one) => [`${one.route} ${one.file}`, one]));
  const left = folders
    .flatMap(filesOf)
    .flatMap((each) => routes.map((route) => ({ ...each, route })))
    .map((one) => ({ ...one, before: tried.get(`${one.route} ${one.file}`) }))
    .filter(({ before }) => before === undefined || !isDone(before))
    // What was too slow before comes last.
    .sort((a, b) => Number(a.before !== undefined) - Number(b.before !== undefined));
  const service = await startHosted(settings);
  const watch = watchService(service);
  try {
    const end = performance.now() + 1000 * seconds;
    let broken = 0;
    const client = async () => {
      for (let one = left.shift(); one !== undefined; one = left.shift()) {
        const { file, route, at } = one;
        const answer = await postPicture(`${service.url}/${route}`, readFileSync(at)).catch(
          () => null,
        );
        // One whose connection broke, or that finds the service full, asks again, behind the others.
        if (answer === null || answer.status === 503) {
          left.push(one);
          broken += answer === null ? 1 : 0;
          await pause(0.2);
        } else {
          const { status, body, milliseconds } = answer;
          const error = status === 200 ? null : JSON.parse(body.toString()).error;
          journal.add('fuzz', {
            file,
            route,
            status,
            error,
            milliseconds: Math.round(milliseconds),
          });
        }
        if (performance.now() > end) return;
      }
    };
    await Promise.all(Array.from({ length: 4 }, client));
    journal.add('fuzz-run', {
      ...{ ...watch.end(), isAlive: service.isAlive() },
      ...{ broken, left: left.length },
    });
  } finally {
    watch.end();
    await service.end();
  }
}

/** One that reached a limit of time is posted again by the next run. @param {{ error: string | null }} post */
function isDone({ error }) {
  return error !== 'tool_timeout' && error !== 'request_timeout';
}

/** All files below a folder, named by it. @param {string} folder */
function filesOf(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => ({ file: `${path.basename(folder)}/${name}`, at: path.join(folder, name) }))
    .filter(({ at }) => statSync(at).isFile())
    .sort((a, b) => (a.file < b.file ? -1 : 1));
}

/**
 * Looks at the memory of a service and all its processes, and asks how it is, until it is ended.
 * @param {import('./start.js').Hosted} service
 */
function watchService(service) {
  let [peak, unwell] = [0, 0];
  const memory = setInterval(() => {
    peak = Math.max(peak, service.resident());
  }, 25);
  const health = setInterval(async () => {
    if ((await service.health()) === null) unwell += 1;
  }, 500);
  return {
    /** MiB at most, and how often it did not tell how it is. */
    end() {
      clearInterval(memory);
      clearInterval(health);
      return { peak, unwell };
    },
  };
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
    const odd = Object.keys(last.statuses).filter(
      (status) => ![...expected, 503].includes(Number(status)),
    );
    figures.push(
      {
        what: `bombs: ${last.posted} of ${last.bombs} kinds, answers ${JSON.stringify(last.statuses)}: of other statuses, health unanswered`,
        value: `${odd.join(', ') || 'none'}, ${last.unwell}`,
        ...{ bound: 'none, 0', holds: odd.length + last.unwell === 0 && last.isAlive },
      },
      peakFigure('bombs', last.peak),
    );
  }
  // The last answer of each.
  const fuzz = [
    ...new Map(journal.of('fuzz').map((one) => [`${one.route} ${one.file}`, one])).values(),
  ];
  const runs = journal.of('fuzz-run');
  if (runs.length > 0) {
    const late = fuzz.filter((one) => !isDone(one)).length;
    const odd = fuzz.filter((one) => !expected.includes(one.status) && isDone(one));
    const unwell = runs.reduce(
      (sum, run) => sum + run.unwell + run.broken + (run.isAlive ? 0 : 1),
      0,
    );
    const longest = Math.max(0, ...fuzz.map(({ milliseconds }) => milliseconds));
    figures.push(peakFigure('fuzz', Math.max(...runs.map(({ peak }) => peak))), {
      what: `fuzz: ${fuzz.length} posts, ${runs.at(-1).left} left, the longest took ${(longest / 1000).toFixed(1)} s, and ${late} reached the limit of ${workSeconds} s: crashes, health unanswered and connections broken`,
      value: `${odd.length}, ${unwell}`,
      ...{ bound: '0, 0', holds: odd.length + unwell === 0 && longest <= 1000 * mostSeconds },
    });
  }
  return figures;
}

/** @param {string} part @param {number} peak MiB @returns {Figure} */
function peakFigure(part, peak) {
  const most = memoryMiB + besideMiB;
  return {
    what: `${part}: the service and all its processes held at most, with a budget of ${memoryMiB} MiB`,
    value: `${peak.toFixed(0)} MiB`,
    ...{ bound: `at most ${most} MiB`, holds: peak <= most },
  };
}
