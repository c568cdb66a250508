// Plans synthetic pictures at synthetic settings against a folder of results, and prints what it took: a
// process of its own, so that its peak is that of the plan.
//
//   node plan-process.js RESULTS IMAGES SEED SETTINGS WORKERS
//
// Every setting and picture that has no record there is given out as a sweep's workers would take them.

import { codecKey } from '../../../dist/results/identity.js';
import { rdFile } from '../../../dist/results/layout.js';
import { rdOutlinesIn } from '../../../dist/results/rd-outlines.js';
import { planRd } from '../../../dist/sweeps/plan.js';
import { createRdQueue } from '../../../dist/sweeps/rd/queue.js';
import { dataset, metricVersions, settings, syntheticImages } from './synthetic.js';

const [results = '', count, seed, most, workers] = process.argv.slice(2);
const images = syntheticImages(Number(count), Number(seed)).map(({ name, sha256 }) => ({
  name,
  path: `/${name}.png`,
  sha256,
  bytes: 1,
}));
const configurations = settings
  .flat()
  .slice(0, Number(most))
  .map((setting) => ({
    ...setting,
    source: setting.codec,
    input: /** @type {const} */ ('samples'),
    knob: 'quality',
    identity: codecKey(setting),
  }));
const stored = rdOutlinesIn(
  (codec) => rdFile(results, dataset, codec),
  (text) => {
    throw new Error(text);
  },
);
const { jobs, finished } = planRd({
  ...{ configurations, images, crop: null, metrics: metricVersions, stored, seed: 1 },
});
const loads = countLoads(jobs, Number(workers));
const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
const cpu = (userCPUTime + systemCPUTime) / 1e6;
console.log(JSON.stringify({ cpu, maxRSS, jobs: jobs.length, finished, loads }));

/**
 * How often workers that take a job each in turn have to load a picture that they have not at hand.
 * @param {typeof jobs} all
 * @param {number} slots
 */
function countLoads(all, slots) {
  const queue = createRdQueue(all);
  const held = new Array(slots).fill(null);
  let loads_ = 0;
  for (let left = all.length; left > 0; ) {
    for (let slot = 0; slot < slots; slot++) {
      const [job] = queue.take(slot, 1);
      if (job === undefined) continue;
      left -= 1;
      if (held[slot] !== job.image.sha256) loads_ += 1;
      held[slot] = job.image.sha256;
    }
  }
  return loads_;
}
