// Measures Pareto itself: `npm run bench` runs all parts, `npm run bench -- plan harness` some.
// Every part prints what it did, the figure, and its bound.

/** @type {Record<string, () => Promise<{ bench: () => Promise<import('./bench/report.js').Figure[]> }>>} */
const parts = {
  harness: () => import('./bench/harness.js'),
  resume: () => import('./bench/resume.js'),
  plan: () => import('./bench/plan.js'),
  leaderboard: () => import('./bench/leaderboard.js'),
  page: () => import('./bench/page.js'),
  noise: () => import('./bench/noise.js'),
  metrics: () => import('./bench/metrics.js'),
  entropy: () => import('./bench/entropy.js'),
  'native-jxl': () => import('./bench/nativejxl.js'),
};

const named = process.argv.slice(2);
const unknown = named.find((name) => !Object.hasOwn(parts, name));
if (unknown !== undefined) {
  console.error(`unknown part '${unknown}'; known: ${Object.keys(parts).join(', ')}`);
  process.exit(2);
}
for (const name of named.length > 0 ? named : Object.keys(parts)) {
  const { bench } = await /** @type {() => Promise<any>} */ (parts[name])();
  console.log(`\n${name}`);
  for (const { what, value, bound } of await bench()) console.log(`  ${what}: ${value} (${bound})`);
}
