// Measures three codecs on a folder of pictures, and says what each needs beside JPEG: the sweep and
// the leaderboard without the command line.
//
//   node examples/sweep-a-folder.js ./photos ./results
import { mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildLeaderboard, sweep } from 'paretobench';

const city = fileURLToPath(new URL('../datasets/sample/city.png', import.meta.url));
const [dataset = city, given] = process.argv.slice(2);
const out = given ?? (await mkdtemp(path.join(os.tmpdir(), 'pareto-')));

const { rd } = await sweep({
  codecs: 'jpeg,webp,avif:speed=9',
  dataset,
  out,
  metrics: ['psnr', 'ssimulacra2'],
  onProgress: (event) => {
    if (event.kind === 'plan') console.log(`${event.rd?.jobs} jobs on ${event.images} pictures`);
  },
});
console.log(`${rd?.measured} measured, ${rd?.failed} failed; records in ${out}`);

const { datasets } = await buildLeaderboard(out, { anchor: 'jpeg' });
for (const { label, comparisons } of datasets.flatMap(({ curves }) => curves)) {
  for (const { metric, percent, reason } of comparisons) {
    const told = percent === null ? reason : `${percent.toFixed(1)} % of bytes at equal ${metric}`;
    console.log(`${label}: ${told}`);
  }
}
