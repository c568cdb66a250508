// Measures Pareto itself: `npm run bench` runs all parts but chaos, `npm run bench -- plan harness`
// some. Every part prints what it did, the figure, and its bound; a bound that a part knows to be
// broken makes the exit status 1.
//
//   npm run bench -- chaos [--only kills,writers] [--seed 1] [--share 0.1]
//
// tries to break it: --share makes that share of the tries.
//
//   npm run bench -- estimate --photos ./set-a,./set-b [--large 5] [--pictures 4] [--only avif,png]
//
// compares estimated sizes with actual ones; see bench/estimate.js.
//
//   npm run bench -- optimize --photos ./set [--only searches,recipes,auto,large,larger] [--full]
//
// searches targets on pictures, compares with fixed recipes, and more; see bench/optimize.js.
//
//   npm run bench -- resize [--only jpeg,small,large,png,webp,quality,quality-webp,start,changes] [--peer ./fast_resize] [--pairs 7]
//
// resizes batches, paired with FastResize and sharp; see bench/resize.js.
//
//   npm run bench -- serve [--only overload,patient,command,estimate,head,bombs,fuzz] [--photos ./set] [--journal ./serve.jsonl]
//
// measures the service under load, bombs and files of fuzzers; see bench/serve.js.
//
//   npm run bench -- queue [--only kills,cost,memory,timing] [--share 0.1] [--pairs 3]
//
// sweeps by a queue on Debian's redis-server: kills, CPU a job, the server's memory; see bench/queue.js.
//
//   npm run bench -- learned --folder ./models [--only memory,time,sizes,mbt2018]
//
// measures learned codecs of a folder, such as those of random weights; see bench/learned.js.
//
//   PARETO_PHOTOS=./set npm run bench -- pick [--folder ./kept]
//
// picks for six pictures by the search and by whole grids; --folder keeps the grids from run to run.
//
//   npm run bench -- scale [--only plan,leaderboard,loads,merge] [--records 10000000] [--folder ./synthetic]
//
// plans, ranks and merges synthetic records, 100,000 unless told; --folder keeps them from run to run.

import { parseArgs } from 'node:util';

/** @type {Record<string, () => Promise<{ bench: (options: import('./bench/report.js').BenchOptions) => Promise<import('./bench/report.js').Figure[]> }>>} */
const parts = {
  harness: () => import('./bench/harness.js'),
  resume: () => import('./bench/resume.js'),
  plan: () => import('./bench/plan.js'),
  leaderboard: () => import('./bench/leaderboard.js'),
  page: () => import('./bench/page.js'),
  pick: () => import('./bench/pick.js'),
  noise: () => import('./bench/noise.js'),
  metrics: () => import('./bench/metrics.js'),
  entropy: () => import('./bench/entropy.js'),
  exact: () => import('./bench/exact.js'),
  learned: () => import('./bench/learned.js'),
  jpegwasm: () => import('./bench/jpegwasm.js'),
  vp8: () => import('./bench/vp8.js'),
  'native-jxl': () => import('./bench/nativejxl.js'),
  'large-jxl': () => import('./bench/largejxl.js'),
  estimate: () => import('./bench/estimate.js'),
  optimize: () => import('./bench/optimize.js'),
  resize: () => import('./bench/resize.js'),
  serve: () => import('./bench/serve.js'),
  queue: () => import('./bench/queue.js'),
  scale: () => import('./bench/scale.js'),
  chaos: () => import('./bench/chaos.js'),
};

/** Takes an hour, or wants photographs or models that are not here. */
const onlyNamed = ['chaos', 'estimate', 'learned', 'optimize', 'resize', 'serve', 'queue'];

const { values, positionals: named } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string' },
    seed: { type: 'string', default: '1' },
    share: { type: 'string', default: '1' },
    photos: { type: 'string', default: '' },
    small: { type: 'string' },
    screens: { type: 'string' },
    pictures: { type: 'string' },
    large: { type: 'string' },
    journal: { type: 'string' },
    peer: { type: 'string' },
    pairs: { type: 'string' },
    records: { type: 'string' },
    folder: { type: 'string' },
    full: { type: 'boolean', default: false },
  },
});
const unknown = named.find((name) => !Object.hasOwn(parts, name));
if (unknown !== undefined) {
  console.error(`unknown part '${unknown}'; known: ${Object.keys(parts).join(', ')}`);
  process.exit(2);
}
const options = {
  only: values.only?.split(',') ?? null,
  seed: Number(values.seed),
  share: Number(values.share),
  photos: values.photos.split(',').filter(Boolean),
  small: values.small?.split(',').filter(Boolean),
  screens: values.screens?.split(',').filter(Boolean),
  pictures: countOf(values.pictures),
  large: countOf(values.large),
  journal: values.journal,
  peer: values.peer ?? process.env['PARETO_FASTRESIZE'],
  pairs: countOf(values.pairs),
  records: countOf(values.records),
  folder: values.folder,
  full: values.full,
};
/** @param {string | undefined} text */
function countOf(text) {
  return text === undefined ? undefined : Number(text);
}

const usual = Object.keys(parts).filter((name) => !onlyNamed.includes(name));
for (const name of named.length > 0 ? named : usual) {
  const { bench } = await /** @type {() => Promise<any>} */ (parts[name])();
  console.log(`\n${name}`);
  for (const { what, value, bound, holds = true } of await bench(options)) {
    if (!holds) process.exitCode = 1;
    console.log(`  ${holds ? '' : 'BROKEN: '}${what}: ${value} (${bound})`);
  }
}
