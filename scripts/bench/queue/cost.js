import path from 'node:path';
import { inScratch } from '../report.js';
import {
  cheap,
  cheapSettings,
  countLines,
  cpuOf,
  makePictures,
  run,
  start,
  wellEnded,
} from './scene.js';
import { startServer } from './server.js';

/**
 * CPU of the coordinator and one worker above that of a local sweep, a job: of a thousand jobs, with the
 * starts of the programs, and of what a job more costs.
 * @param {import('../report.js').BenchOptions} options
 * @returns {Promise<import('../report.js').Figure[]>}
 */
export async function bench({ share, pairs = 1 }) {
  return inScratch(async (folder) => {
    const cache = path.join(folder, 'cache');
    const server = await startServer(path.join(folder, 'redis'));
    let turn = 0;
    const setOf = (/** @type {number} */ count) =>
      makePictures(path.join(folder, `set${count}`), count, 48);
    const locally = async (/** @type {number} */ count) => {
      const out = path.join(folder, `local${turn++}`);
      const args = ['sweep', ...cheap, '--dataset', setOf(count), '--out', out];
      return cpuOf((await run(args, { cache, isTimed: true })).stderr);
    };
    const byQueue = async (/** @type {number} */ count) => {
      const out = path.join(folder, `queue${turn++}`);
      const common = ['--queue', server.url];
      const work = ['work', ...common, '--testbed', 'one', '--jobs', '1', '--idle', '3'];
      const sweep = ['sweep', ...cheap, '--dataset', setOf(count), '--out', out, ...common];
      const sweeping = start(sweep, { cache, isTimed: true });
      const working = start(work, { cache: path.join(folder, 'worker'), isTimed: true });
      const ended = [wellEnded(sweep, await sweeping.ended), wellEnded(work, await working.ended)];
      if (countLines(out) !== count * cheapSettings) throw new Error(`${countLines(out)} records`);
      return ended.reduce((sum, { stderr }) => sum + cpuOf(stderr), 0);
    };
    const [few, many] = [4, Math.max(8, Math.round(20 * share))];
    let [whole, slope] = [0, 0];
    for (let pair = 0; pair < pairs; pair++) {
      const above = [];
      for (const count of [few, many]) above.push(-(await locally(count)) + (await byQueue(count)));
      const [first = 0, last = 0] = above;
      whole += (1000 * last) / (many * cheapSettings) / pairs;
      slope += (1000 * (last - first)) / ((many - few) * cheapSettings) / pairs;
    }
    const served = /used_cpu_sys:([\d.]+)[\s\S]*?used_cpu_user:([\d.]+)/.exec(
      server.cli('info', 'cpu'),
    );
    const jobs = pairs * (few + many) * cheapSettings;
    await server.kill();
    return [
      {
        what: `CPU above the local sweep, a job of ${many * cheapSettings}, with the starts of two programs`,
        value: `${whole.toFixed(2)} ms`,
        bound: 'at most 5 ms',
        holds: whole <= 5,
      },
      {
        what: 'CPU above the local sweep that a job more takes',
        value: `${slope.toFixed(2)} ms`,
        bound: 'at most 5 ms',
        holds: slope <= 5,
      },
      {
        what: 'CPU of Redis, a job',
        value: `${((1000 * (Number(served?.[1]) + Number(served?.[2]))) / jobs).toFixed(2)} ms`,
        bound: 'beside the others',
      },
    ];
  });
}
