import path from 'node:path';
import { inScratch } from '../report.js';
import {
  cheap,
  cheapSettings,
  countLines,
  factsIn,
  makePictures,
  run,
  sleep,
  start,
  until,
  wellEnded,
} from './scene.js';
import { startServer } from './server.js';

/**
 * A thousand jobs by two workers, three times: the first two with a kill of a worker, of the coordinator
 * and of Redis, with its append-only file and without, the last with two kills of the coordinator alone,
 * after which each job is to have been done once.
 * @param {import('../report.js').BenchOptions} options
 * @returns {Promise<import('../report.js').Figure[]>}
 */
export async function bench({ share }) {
  return inScratch(async (folder) => {
    const pictures = makePictures(
      path.join(folder, 'small'),
      Math.max(2, Math.round(20 * share)),
      48,
    );
    const what = [...cheap, '--dataset', pictures];
    const local = path.join(folder, 'local');
    const cache = path.join(folder, 'cache');
    await run(['sweep', ...what, '--out', local], { cache });
    const expected = factsIn(local);
    const jobs = expected.lines;
    if (share === 1 && jobs !== 20 * cheapSettings) throw new Error(`${jobs} jobs`);
    /** @type {import('../report.js').Figure[]} */
    const figures = [];
    for (const [name, options] of /** @type {const} */ ([
      ['with its append-only file', ['--appendonly', 'yes', '--appendfsync', 'always']],
      ['without', ['--appendonly', 'no']],
    ])) {
      const out = path.join(folder, `out ${name}`);
      const server = await startServer(path.join(folder, `redis ${name}`), options);
      const hands = crew(server.url, folder);
      let sweep = hands.sweep(what, out);
      const lines = (/** @type {number} */ part) => until(() => countLines(out) > part * jobs);
      await lines(0.1);
      await hands.killWorker();
      hands.worker();
      await lines(0.3);
      await sweep.kill();
      sweep = hands.sweep(what, out);
      await lines(0.5);
      await server.kill();
      await sleep(500);
      await server.start();
      await sweep.done();
      await hands.end();
      await server.kill();
      figures.push(
        ...compared(`worker, coordinator and Redis (${name}) killed`, expected, factsIn(out)),
      );
    }
    const out = path.join(folder, 'out twice');
    const server = await startServer(path.join(folder, 'redis twice'));
    const hands = crew(server.url, folder);
    for (const part of [0.2, 0.5]) {
      const sweep = hands.sweep(what, out);
      await until(() => countLines(out) > part * jobs);
      await sweep.kill();
    }
    await hands.sweep(what, out).done();
    const done = await hands.end();
    await server.kill();
    figures.push(...compared('coordinator killed twice', expected, factsIn(out)), {
      what: `coordinator killed twice: jobs that workers did for ${jobs}`,
      value: `${done}`,
      bound: `${jobs}`,
      holds: done === jobs,
    });
    return figures;
  });
}

/**
 * Two workers and who hands out.
 * @param {string} url
 * @param {string} folder
 */
function crew(url, folder) {
  /** @type {ReturnType<typeof start>[]} */
  const workers = [];
  const worker = () => {
    const name = `w${workers.length}`;
    const args = ['work', '--queue', url, '--testbed', name, '--jobs', '1'];
    workers.push(start(args, { cache: path.join(folder, name) }));
  };
  worker();
  worker();
  /** @type {Set<ReturnType<typeof start>>} */
  const killed = new Set();
  return {
    worker,
    async killWorker() {
      const [first] = workers;
      if (first === undefined) return;
      first.child.kill('SIGKILL');
      killed.add(first);
      await first.ended;
    },
    /**
     * @param {readonly string[]} what
     * @param {string} out
     */
    sweep(what, out) {
      const args = ['sweep', ...what, '--queue', url, '--out', out, '--json'];
      const running = start(args, { cache: path.join(folder, 'cache') });
      return {
        async kill() {
          running.child.kill('SIGKILL');
          await running.ended;
        },
        async done() {
          wellEnded(args, await running.ended);
        },
      };
    },
    /** Ends the workers; how many jobs they have done. */
    async end() {
      const left = workers.filter((each) => !killed.has(each));
      for (const { child } of left) child.kill('SIGTERM');
      const told = await Promise.all(left.map(({ ended }) => ended));
      return told.reduce(
        (sum, { stdout }) => sum + Number(/^(\d+) jobs done/m.exec(stdout)?.[1]),
        0,
      );
    },
  };
}

/**
 * @param {string} name
 * @param {ReturnType<typeof factsIn>} expected
 * @param {ReturnType<typeof factsIn>} found
 * @returns {import('../report.js').Figure[]}
 */
function compared(name, expected, found) {
  const other = [...expected.facts].filter(([key, record]) => found.facts.get(key) !== record);
  const wrong = other.length + (found.lines - found.facts.size);
  return [
    {
      what: `${name}: records missing, twice or other than those of the local run, of ${expected.lines}`,
      value: `${wrong}`,
      bound: '0',
      holds: wrong === 0 && found.facts.size === expected.facts.size,
    },
  ];
}
