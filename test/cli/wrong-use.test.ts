import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runPareto } from '../support/pareto.ts';
import { scratch } from '../support/scratch.ts';

const run = (...args: string[]) => runPareto(args, { cache: scratch() });

test.each([
  [['leaderboard', '--pictures-limit', 'abc'], '--pictures-limit takes a size such as 500M'],
  [['leaderboard', '--open', '--port=x'], "--port takes a number, got 'x'"],
  [['leaderboard', '--json', '--open'], '--json and --open exclude each other; leave one out'],
  [['import'], 'import needs <file>; import --help tells more'],
  [
    ['export', '--format', 'csw'],
    "unknown value of --format 'csw'; did you mean csv? known: csv, p",
  ],
  [['models', 'lst'], "unknown action 'lst'; did you mean list? known: list, export, check"],
  [['compare', 'results'], 'compare takes two sides, got results alone; give a second folder'],
])('%j is refused with what to give', async (args, message) => {
  const { status, stderr } = await run(...args);
  expect(status).toBe(2);
  expect(stderr).toContain(`pareto: ${message}`);
});

test('--out that is a file is one clear error', async () => {
  const file = path.join(scratch(), 'file');
  writeFileSync(file, '');
  const { status, stderr } = await run('leaderboard', '--out', file);
  expect(status).toBe(2);
  expect(stderr).toContain(`pareto: expected a folder of results, got ${file}: `);
});

test('a leaderboard that cannot be written is one clear error, and leaves nothing behind', async () => {
  const out = scratch();
  mkdirSync(path.join(out, 'leaderboard.json'));
  const { status, stderr } = await run('leaderboard', '--with-baseline', '--out', out);
  expect(status).toBe(1);
  expect(stderr).toMatch(/^pareto: cannot write \S+leaderboard\.json: it is a folder; [^\n]+\n$/m);
  expect(readdirSync(out)).toEqual(['leaderboard.json']);
});

test('export says why it cannot write, and to free space only where there is none', async () => {
  const folder = scratch();
  mkdirSync(path.join(folder, 'taken.csv'));
  writeFileSync(path.join(folder, 'file'), '');
  const out = fileURLToPath(new URL('../../results/baseline/', import.meta.url));
  const to = (name: string) => run('export', '--out', out, '--to', path.join(folder, name));
  const onto = await to('taken.csv');
  expect([onto.status, onto.stderr]).toEqual([1, expect.stringContaining('it is a folder; name')]);
  const below = await to('file/table.csv');
  expect(below.stderr).toContain('a file stands where its folder would be');
  expect(onto.stderr + below.stderr).not.toContain('free');
});
