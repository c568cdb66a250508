import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inScratch } from '../report.js';
import { descendants, memoryOf } from './memory.js';

/** From here on nothing may grow: caches are full and code is compiled. */
const settled = 0.4;
const mostGrowth = 1.1;

/**
 * A sweep over 20,000 pictures of one folder. The memory of the program and of its workers is printed
 * as it goes, and must be flat.
 * @param {import('../report.js').BenchOptions} options
 * @returns {Promise<import('../report.js').Figure[]>}
 */
export async function chaos({ share }) {
  const count = Math.max(10, Math.round(20_000 * share));
  return inScratch(async (folder) => {
    const pictures = path.join(folder, 'pictures');
    mkdirSync(pictures);
    const head = Buffer.from('P6 16 16 255\n');
    for (let nth = 0; nth < count; nth++) {
      const samples = Buffer.alloc(16 * 16 * 3, nth % 251);
      samples.writeUInt32LE(nth, 0);
      writeFileSync(path.join(pictures, `p${nth}.ppm`), Buffer.concat([head, samples]));
    }
    process.env['PARETO_CACHE'] = path.join(folder, 'cache');
    const { sweep } = await import('../../../dist/index.js');
    /** @type {{ done: number, own: number, workers: number }[]} */
    const readings = [];
    let total = count;
    const summary = await sweep({
      ...{ codecs: 'jpeg:quality=50', dataset: pictures, out: path.join(folder, 'results') },
      ...{ metrics: 'psnr', jobs: 2 },
      onProgress(event) {
        if (event.kind !== 'job') return;
        // With raw, which is in every sweep.
        total = event.total;
        if (event.done % Math.max(1, Math.round(total / 20)) !== 0) return;
        const workers = descendants().map((pid) => memoryOf(pid, 'VmRSS'));
        const reading = {
          done: event.done,
          own: memoryOf(process.pid, 'VmRSS'),
          workers: workers.reduce((sum, bytes) => sum + bytes, 0),
        };
        readings.push(reading);
        const [own, all] = [reading.own, reading.workers].map((bytes) => (bytes / 1e6).toFixed(0));
        console.log(`    ${event.done} jobs: ${own} MB, workers ${all} MB`);
      },
    });
    const late = readings.filter(({ done }) => done >= settled * total);
    const growth = (/** @type {'own' | 'workers'} */ field) =>
      (late.at(-1)?.[field] ?? 0) / (late[0]?.[field] ?? 1);
    const figures = [growth('own'), growth('workers')];
    return [
      {
        what: `memory at the end of ${count} pictures over that at ${settled * 100} % of them, program and workers`,
        value: figures.map((figure) => figure.toFixed(2)).join(' and '),
        bound: `below ${mostGrowth}`,
        holds: figures.every((figure) => figure < mostGrowth),
      },
      {
        what: 'failed jobs',
        value: String(summary.rd?.failed ?? count),
        bound: '0',
        holds: summary.rd?.failed === 0,
      },
    ];
  });
}
