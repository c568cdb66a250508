// Tries to break Pareto as its users' machines will: kills, writers at once, broken files. Every part
// tells how many tries it made and how many of them went wrong; none may.

/**
 * A part: `scripts/bench/chaos/<name>.js` exports `chaos(options)`, which gives its figures.
 * @type {Record<string, () => Promise<{ chaos: (options: import('./report.js').BenchOptions) => Promise<import('./report.js').Figure[]> }>>}
 */
const parts = {
  writers: () => import('./chaos/writers.js'),
  kills: () => import('./chaos/kills.js'),
  mutants: () => import('./chaos/mutants.js'),
  soak: () => import('./chaos/soak.js'),
};

/** @param {import('./report.js').BenchOptions} options */
export async function bench(options) {
  const unknown = options.only?.find((name) => !Object.hasOwn(parts, name));
  if (unknown !== undefined) {
    throw new Error(`unknown part '${unknown}' of chaos; known: ${Object.keys(parts).join(', ')}`);
  }
  const figures = [];
  for (const [name, load] of Object.entries(parts)) {
    if (options.only !== null && !options.only.includes(name)) continue;
    const { chaos } = await load();
    figures.push(...(await chaos(options)));
  }
  return figures;
}
