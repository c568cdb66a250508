// Measures two codecs on a picture, writes the leaderboard with its page, a table for a notebook, and
// says what a second measurement changed: what several commands do, without the command line.
//
//   node examples/publish-results.js ./photos ./results
import { mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { compareResults, exportResults, sweep, writePage } from 'paretobench';

const city = fileURLToPath(new URL('../datasets/sample/city.png', import.meta.url));
const [dataset = city, given] = process.argv.slice(2);
const folder = given ?? (await mkdtemp(path.join(os.tmpdir(), 'pareto-')));
const [first, second] = [path.join(folder, 'first'), path.join(folder, 'second')];

for (const out of [first, second]) await sweep({ codecs: 'jpeg,webp', dataset, out });

const { board, page } = await writePage(first);
const curves = board.datasets.flatMap((group) => group.curves);
console.log(`${curves.map(({ label }) => label).join(', ')}: ${path.basename(page)}/index.html`);

const { rows } = await exportResults(first, { to: path.join(folder, 'rd.csv') });
console.log(`${rows} rows`);

const { subjects, regressions } = await compareResults(first, second);
const same = subjects.filter(({ pairs, unchanged }) => pairs === unchanged).length;
console.log(`${same} of ${subjects.length} settings unchanged, ${regressions.length} regressions`);
