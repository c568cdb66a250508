import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Leaderboard } from '#src/leaderboard/schema.js';
import { baselineFolder } from '#src/results/baseline.js';
import { rdRecordsIn, runPareto } from '../support/pareto.ts';
import { scratch } from '../support/scratch.ts';

const run = (...args: string[]) => runPareto(args, { cache: scratch() });

const shipped = rdRecordsIn(path.join(baselineFolder, 'rd', 'kodak', 'jpeg.jsonl'));

test.each([['sweep', '--codec', 'jpeg'], ['import', 'none.json'], ['leaderboard']])(
  '%s does not write to the baseline',
  async (...args) => {
    const { status, stderr } = await run(...args, '--out', baselineFolder);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^pareto: \S+ is the baseline .* name another folder/);
  },
);

test('a sweep of it may be planned', async () => {
  const { status, stdout } = await run(
    ...['sweep', '--codec', 'jpeg', '--limit', '1', '--dry-run', '--out', baselineFolder],
  );
  expect(status).toBe(0);
  expect(stdout).toContain('rate-distortion:');
});

test('it stands on the leaderboard beside own results, which count where both have one', async () => {
  const out = scratch();
  const file = path.join(out, 'rd', 'kodak', 'jpeg.jsonl');
  mkdirSync(path.dirname(file), { recursive: true });
  const { key, spec, image, bpp } = shipped[0]!;
  writeFileSync(file, `${JSON.stringify({ ...shipped[0]!, bpp: bpp! + 24 })}\n`);
  const { status, stdout } = await run('leaderboard', '--json', '--with-baseline', '--out', out);
  expect(status).toBe(0);
  const board = JSON.parse(stdout) as Leaderboard;
  const before = JSON.parse(
    readFileSync(path.join(baselineFolder, 'leaderboard.json'), 'utf8'),
  ) as Leaderboard;
  expect(board.records).toEqual(before.records);
  expect(board.timings).toEqual(before.timings);
  const rowOf = ({ datasets }: Leaderboard) => datasets[0]!.rows.find((row) => row.spec === spec)!;
  // One of 24 images took 24 bits per pixel more.
  expect(rowOf(board).bpp, `${image} ${key}`).toBeCloseTo(rowOf(before).bpp! + 1, 6);
  expect(existsSync(path.join(out, 'page', 'index.html'))).toBe(true);
});
