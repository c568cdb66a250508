// Sweeps by a queue, on a Redis server of their own: kills, what a job costs beside its work, the
// server's memory, and times of two workers on one machine.

import { endAll } from './queue/scene.js';

/**
 * A part: `scripts/bench/queue/<name>.js` exports `bench(options)`, which gives its figures.
 * @type {Record<string, () => Promise<{ bench: (options: import('./report.js').BenchOptions) => Promise<import('./report.js').Figure[]> }>>}
 */
const parts = {
  kills: () => import('./queue/kills.js'),
  cost: () => import('./queue/cost.js'),
  memory: () => import('./queue/memory.js'),
  timing: () => import('./queue/timing.js'),
};

/** @param {import('./report.js').BenchOptions} options */
export async function bench(options) {
  const unknown = options.only?.find((name) => !Object.hasOwn(parts, name));
  if (unknown !== undefined) {
    throw new Error(`unknown part '${unknown}' of queue; known: ${Object.keys(parts).join(', ')}`);
  }
  const figures = [];
  for (const [name, load] of Object.entries(parts)) {
    if (options.only !== null && !options.only.includes(name)) continue;
    const { bench: run } = await load();
    try {
      figures.push(...(await run(options)));
    } finally {
      endAll();
    }
  }
  return figures;
}
