import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { compactResults } from '#src/library/compact-results.js';
import { runPareto } from '../support/pareto.js';
import { scratch } from '../support/scratch.js';

test('a sweep that is compacted has the same leaderboard, and is found done', async () => {
  const root = scratch();
  const [cache, out] = [path.join(root, 'cache'), path.join(root, 'out')];
  const run = (...args: string[]) => runPareto([...args, '--out', out], { cache });
  const sweep = ['sweep', '--codec', 'png,qoi', '--metrics', 'psnr', '--limit', '3', '--jobs', '1'];
  expect((await run(...sweep)).status).toBe(0);
  const board = async () => {
    const { status, stderr } = await run('leaderboard');
    expect([status, stderr]).toEqual([0, expect.not.stringContaining('passed over')]);
    return readFileSync(path.join(out, 'leaderboard.json'), 'utf8');
  };
  const before = await board();
  const { status, stdout } = await run('compact', '--json');
  expect([status, JSON.parse(stdout)]).toEqual([
    0,
    expect.objectContaining({ out, lines: 0, partitions: expect.any(Number) }),
  ]);
  expect(statSync(path.join(out, 'rd', 'sample', 'png.jsonl')).size).toBe(0);
  expect(await board()).toBe(before);
  expect((await run(...sweep)).status).toBe(0);
  expect(statSync(path.join(out, 'rd', 'sample', 'png.jsonl')).size).toBe(0);
  expect(await compactResults({ out })).toMatchObject({ lines: 0 });
});
