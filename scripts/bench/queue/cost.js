import path from 'node:path';
import { inScratch } from '../report.js';
import {
  cheap,
  cheapSettings,
  countLines,
  makePictures,
  run,
  start,
  watchCpu,
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
      const mark = `local ${turn}`;
      const cpu = watchCpu(mark);
      await run(args, { cache, mark });
      return cpu();
    };
    const byQueue = async (/** @type {number} */ count) => {
      const out = path.join(folder, `queue${turn++}`);
      const common = ['--queue', server.url];
      const work = ['work', ...common, '--testbed', 'one', '--jobs', '1', '--idle', '3'];
      const sweep = ['sweep', ...cheap, '--dataset', setOf(count), '--out', out, ...common];
      const mark = `queue ${turn}`;
      const cpu = watchCpu(mark);
      const sweeping = start(sweep, { cache, mark });
      const working = start(work, { cache: path.join(folder, 'worker'), mark });
      wellEnded(sweep, await sweeping.ended);
      wellEnded(work, await working.ended);
      const seconds = cpu();
      if (countLines(out) !== count * cheapSettings) throw new Error(`${countLines(out)} records`);
      return seconds;
    };
    const [few, many] = [4, Math.max(8, Math.round(20 * share))];
    let [whole, slope] = [0, 0];
    await locally(2);
    for (let pair = 0; pair < pairs; pair++) {
      const above = [];
      for (const count of [few, many]) {
        const [local, queue] = [await locally(count), await byQueue(count)];
        console.log(
          `    ${count * cheapSettings} jobs: ${local.toFixed(2)} s local, ${queue.toFixed(2)} s by the queue`,
        );
        above.push(queue - local);
      }
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
