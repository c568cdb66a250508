import path from 'node:path';
import { inScratch } from '../report.js';
import { countLines, makePictures, sleep, start, until, wellEnded } from './scene.js';
import { startServer } from './server.js';

/** A hundred settings: the quality of 99, and raw. */
const qualities = Array.from({ length: 99 }, (_, nth) => nth + 1).join(',');
const watchedSeconds = 20;

/**
 * What a server holds while a worker is at a plan of a thousand jobs, and of a million.
 * @param {import('../report.js').BenchOptions} options
 * @returns {Promise<import('../report.js').Figure[]>}
 */
export async function bench({ share }) {
  return inScratch(async (folder) => {
    const found = [];
    for (const count of [10, Math.round(10_000 * share)]) {
      const server = await startServer(path.join(folder, `redis${count}`));
      const held = () => Number(/used_memory:(\d+)/.exec(server.cli('info', 'memory'))?.[1]);
      const before = held();
      const set = makePictures(path.join(folder, `set${count}`), count, 8);
      const out = path.join(folder, `out${count}`);
      const sweep = ['sweep', '--codec', 'webp', '--quality', qualities, '--metrics', 'psnr'];
      const sweeping = start([...sweep, '--dataset', set, '--out', out, '--queue', server.url], {
        cache: path.join(folder, 'cache'),
      });
      let hasEnded = false;
      void sweeping.ended.then(() => {
        hasEnded = true;
      });
      // Planning a million takes a while: the worker comes when all that is in flight is there.
      const depth = () => Number(server.cli('dbsize'));
      await until(() => hasEnded || depth() > 32);
      const work = ['work', '--queue', server.url, '--testbed', 'one', '--jobs', '1'];
      const working = start(work, { cache: path.join(folder, 'worker') });
      let [most, keys] = [0, 0];
      const watch = () => {
        most = Math.max(most, held() - before);
        keys = Math.max(keys, depth());
      };
      while (!hasEnded && countLines(out) === 0) {
        watch();
        await sleep(100);
      }
      const end = performance.now() + 1000 * watchedSeconds;
      while (!hasEnded && performance.now() < end) {
        watch();
        await sleep(100);
      }
      const records = countLines(out);
      if (!hasEnded) sweeping.child.kill('SIGTERM');
      const { status, stderr } = await sweeping.ended;
      if (status !== 0 && status !== 130)
        throw new Error(`the sweep ended with ${status}: ${stderr}`);
      working.child.kill('SIGTERM');
      wellEnded(work, await working.ended);
      await server.kill();
      found.push({ jobs: count * 100, most, keys, records });
    }
    const [few, many] = found;
    if (few === undefined || many === undefined) throw new Error();
    const told = found.map(
      ({ jobs, most, keys, records }) =>
        `${jobs} jobs planned: ${(most / 2 ** 20).toFixed(2)} MiB, ${keys} keys (${records} records meanwhile)`,
    );
    return [
      {
        what: 'the most that Redis holds above an empty one',
        value: told.join('; '),
        bound: 'the same, at most a fifth more',
        holds: many.most <= 1.2 * few.most,
      },
    ];
  });
}
