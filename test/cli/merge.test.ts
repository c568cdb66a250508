import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { mergeResults } from '#src/library/merge-results.js';
import { rdRecordsIn, runPareto } from '../support/pareto.js';
import { scratch } from '../support/scratch.js';

/** A sweep of two codecs, of all or of a part of the pictures. */
const sweepInto = (out: string, shard: readonly string[] = []) =>
  [
    'sweep',
    '--codec',
    'png,qoi',
    '--metrics',
    'psnr',
    '--limit',
    '4',
    '--jobs',
    '2',
    '--out',
    out,
  ].concat(shard);

/** Records by codec and key, without what tells who made them and when. */
function factsIn(results: string) {
  const folder = path.join(results, 'rd', 'sample');
  return readdirSync(folder)
    .sort()
    .map((file) => {
      const records = rdRecordsIn(path.join(folder, file));
      const facts = records.map(({ at: _at, ...rest }) => rest);
      return [file, facts.sort((a, b) => (a.key < b.key ? -1 : 1))];
    });
}

test('the parts of a sweep, merged, are the whole one; a sweep then finds all of it done', async () => {
  const root = scratch();
  const cache = path.join(root, 'cache');
  const whole = path.join(root, 'whole');
  expect((await runPareto(sweepInto(whole), { cache })).status).toBe(0);
  const parts = [1, 2].map((part) => path.join(root, `part${part}`));
  for (const [at, part] of parts.entries()) {
    const { status, stderr } = await runPareto(sweepInto(part, ['--shard', `${at + 1}/2`]), {
      cache,
    });
    expect([status, stderr]).toEqual([0, expect.any(String)]);
  }
  const out = path.join(root, 'out');
  const { status, stdout } = await runPareto(['merge', ...parts, '--out', out], { cache });
  expect(status).toBe(0);
  expect(stdout).toContain('12 records of rate and distortion');
  expect(factsIn(out)).toEqual(factsIn(whole));
  const again = await runPareto([...sweepInto(out), '--json'], { cache });
  expect(JSON.parse(again.stdout)).toMatchObject({ finishedBefore: { rd: 12 }, rd: null });
});

test('a part without pictures ends well, and joins', async () => {
  const root = scratch();
  const out = path.join(root, 'out');
  const run = (...args: string[]) => runPareto([...args, '--out', out], { cache: root });
  const args = ['--codec', 'png', '--metrics', 'psnr', '--limit', '1', '--shard', '3/50'];
  const { status, stdout } = await run('sweep', ...args);
  expect([status, stdout]).toEqual([0, expect.stringContaining('0 measured')]);
  const merged = await runPareto(['merge', out, '--out', path.join(root, 'all')], { cache: root });
  expect([merged.status, merged.stderr]).toEqual([0, expect.stringContaining('it is empty')]);
});

test('estimates are compared in parts too', async () => {
  const root = scratch();
  const cache = path.join(root, 'cache');
  const planned = async (shard: readonly string[]) => {
    const args = ['estimate', '--compare', '--dataset', 'sample', '--codec', 'png', '--dry-run'];
    const { stdout } = await runPareto([...args, '--json', '--out', root, ...shard], { cache });
    const [plan] = JSON.parse(stdout) as { estimates: { jobs: { key: string }[] } }[];
    return plan!.estimates.jobs.map(({ key }) => key).sort();
  };
  const parts = await Promise.all(['1/2', '2/2'].map((part) => planned(['--shard', part])));
  expect(parts.flat().sort()).toEqual(await planned([]));
});

test('wrong use is told in one line', async () => {
  const root = scratch();
  const run = (...args: string[]) => runPareto(args, { cache: root });
  const none = await run('merge', '--out', path.join(root, 'out'));
  expect([none.status, none.stderr]).toEqual([2, expect.stringContaining('expected folders')]);
  const bad = await run('sweep', '--codec', 'png', '--shard', '4/3');
  expect([bad.status, bad.stderr]).toEqual([2, expect.stringContaining('3/8')]);
  await expect(mergeResults([], { out: root })).rejects.toThrow('expected folders of results');
});
