// Measures whether tests bite: changes one token of a room at a time and runs the tests that concern
// the file. A change that no test notices is a survivor: a test is missing, or the change alters
// nothing (scripts/mutate/equivalent.json has those, with the reason).
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { drawOrder } from './mutate/choose.js';
import { readEquivalents, staleEquivalents } from './mutate/equivalents.js';
import { measure } from './mutate/measure.js';
import { printReport } from './mutate/report.js';
import { readRoom } from './mutate/room.js';

const usage = `npm run mutate -- --room ROOM[,ROOM…] [--count 40] [--seed 1] [--at-least 0.9]
  [--file PART] [--others 0] [--workers 2] [--messages] [--list]
changes COUNT tokens of each room (a folder of src), drawn by the seed evenly over its files, one at
a time, and runs the tests that concern the file. Exit status 1 where a smaller share than AT-LEAST
is caught. --file: only files whose path holds PART. --others: how many test files of other rooms
may catch a change. --messages: the texts of errors in place of all else. --list: draws, runs nothing.`;

const { values } = parseArgs({
  options: {
    room: { type: 'string' },
    count: { type: 'string', default: '40' },
    seed: { type: 'string', default: '1' },
    'at-least': { type: 'string', default: '0.9' },
    file: { type: 'string', default: '' },
    others: { type: 'string', default: '0' },
    workers: { type: 'string', default: String(Math.min(2, availableParallelism())) },
    messages: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help || values.room === undefined) {
  console[values.help ? 'log' : 'error'](usage);
  process.exit(values.help ? 0 : 2);
}
const [count, seed, atLeast, others, workers] = [
  values.count,
  values.seed,
  values['at-least'],
  values.others,
  values.workers,
].map(Number);
if (![count, seed, atLeast, others, workers].every((number) => Number(number) >= 0)) {
  console.error(`--count, --seed, --at-least, --others and --workers are numbers\n${usage}`);
  process.exit(2);
}

const root = process.cwd();
// An exit by a signal takes the copies and what runs in them along.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));
const equivalents = await readEquivalents();
for (const room of values.room.split(',')) {
  const { candidates, messages } = await readRoom(root, room, values.file);
  for (const { key } of staleEquivalents(equivalents, room, [...candidates.values()].flat())) {
    if (values.file === '') console.warn(`equivalent.json names what is no more: ${key}`);
  }
  const order = drawOrder(values.messages ? messages : candidates, Number(seed));
  if (values.list) {
    for (const { key } of order.slice(0, Number(count))) console.log(key);
    continue;
  }
  const size = (/** @type {typeof candidates} */ map) => [...map.values()].flat().length;
  console.log(
    `${room}: ${size(candidates)} changes in ${candidates.size} files, ` +
      `${size(messages)} more in the texts of errors`,
  );
  const tried = await measure(order, {
    root,
    count: Number(count),
    others: Number(others),
    workers: Number(workers),
    equivalents,
  });
  const share = printReport(room, tried, { seed: Number(seed) });
  if (share < Number(atLeast)) process.exitCode = 1;
}
