// Prints the BD-rates of a leaderboard.json as the table of docs/codecs.md, with the command that
// makes it: node scripts/baseline-table.js [leaderboard.json] [dataset]

import { engineCell } from '#src/cli/result-tables.js';
import { readLeaderboard } from '#src/leaderboard/leaderboard-file.js';

const [file = 'results/baseline/leaderboard.json', dataset = 'kodak'] = process.argv.slice(2);
const { datasets } = readLeaderboard(file);
const group = datasets.find((each) => each.dataset === dataset);
if (!group) throw new Error(`${file} has no data set ${dataset}`);

const all = [
  'psnr',
  'ssim',
  'ms-ssim',
  'ssimulacra2',
  'butteraugli',
  'lpips-alex',
  'lpips-vgg',
  'dists',
];
/** @param {(typeof group.curves)[number]} curve @param {string} metric */
const comparisonOf = ({ comparisons }, metric) =>
  comparisons.find((each) => each.metric === metric);
// What only the anchor has tells nothing.
const metrics = all.filter((metric) =>
  group.curves.some((curve) => (comparisonOf(curve, metric)?.percent ?? 0) !== 0),
);
console.log(`| curve | engine | ${metrics.join(' | ')} |`);
console.log(`|---|---|${metrics.map(() => '---').join('|')}|`);
for (const curve of group.curves) {
  const cells = metrics.map((metric) => {
    const found = comparisonOf(curve, metric);
    if (found?.percent == null) return '';
    return `${found.percent.toFixed(1)}${(found.overlap ?? 0) < 0.75 ? '*' : ''}`;
  });
  if (cells.some((cell) => cell !== '')) {
    console.log(`| \`${curve.label}\` | ${engineCell(curve.engine)} | ${cells.join(' | ')} |`);
  }
}
