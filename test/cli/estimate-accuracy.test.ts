import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { leaderboardFile, readLeaderboard } from '#src/leaderboard/leaderboard-file.js';
import { estimateRecord } from '#src/results/record.js';
import { runPareto, startPareto } from '../support/pareto.ts';
import { savePictures } from '../support/photos.ts';
import { scratch } from '../support/scratch.ts';

describe('pareto estimate --compare', () => {
  let folder: string;
  let args: string[];
  let out: string;
  beforeEach(async () => {
    folder = scratch();
    out = path.join(folder, 'results');
    await savePictures(path.join(folder, 'photos'), 2, { width: 480, height: 360 });
    args = [
      ...['estimate', '--compare', '--dataset', path.join(folder, 'photos'), '--out', out],
      ...['--codec', 'jpeg,webp', '--quality', '40', '--jobs', '1'],
    ];
  });
  const run = (...more: string[]) => runPareto([...args, ...more], { cache: folder });

  test('compares, resumes, and enters leaderboard and page', async () => {
    const dry = await run('--dry-run');
    expect(dry.stdout).toContain('sizes to measure: 6; 0 are stored\nestimates to make: ');
    const some = await run('--estimator', 'exact,downscale');
    expect([some.status, some.stderr.includes('warning')]).toEqual([0, false]);
    expect(some.stdout).toMatch(/^webp +photograph +exact +2 \(2 exact\) +0\.00 +0\.00 /m);
    expect(some.stdout).toContain('photos: 8 estimates made, 0 before, 0 failed; 6 sizes measured');
    const again = await run('--estimator', 'exact,downscale', '--json');
    const { datasets, rows } = JSON.parse(again.stdout);
    expect(datasets).toMatchObject([
      { dataset: 'photos', estimates: null, finishedBefore: { sizes: 6, estimates: 8 } },
    ]);
    expect(rows).toHaveLength(4);
    const csv = await run('--estimator', 'exact,downscale', '--csv', '--table', 'all');
    expect(csv.stdout.split('\n')).toHaveLength(1 + 4 + 1);
    expect(csv.stdout).toMatch(/^estimator,codec,.*\n(?:.*,quality=40,<0\.5,2,2,.*\n){4}$/);

    await runPareto(['leaderboard', '--out', out], { cache: folder });
    const board = readLeaderboard(leaderboardFile(out));
    expect(board.records).toEqual({ rd: 6, timing: 0, estimate: 8 });
    const [first] = board.estimates;
    expect(first).toMatchObject({ megapixels: null, label: 'jpeg', answers: 2 });
    expect(first!.meanAbsoluteError).toBeCloseTo(rows[0].meanAbsoluteError, 6);
    expect(readFileSync(path.join(out, 'page', 'data', 'index.js'), 'utf8')).toContain(
      'data/estimates-',
    );
    // Neither kind of reader minds the other's records.
    const compared = await runPareto(['compare', out, out], { cache: folder });
    expect(compared.status).toBe(0);
  });

  test('a kill loses no estimate that is made', async () => {
    const { process: child, ended } = startPareto(
      [...args, '--estimator', 'downscale,exact,auto'],
      {
        cache: folder,
      },
    );
    const file = path.join(out, 'estimate', 'photos', 'webp.jsonl');
    await expect.poll(() => linesOf(file).length, { timeout: 100_000 }).toBeGreaterThan(1);
    child.kill('SIGKILL');
    await ended;
    const kept = linesOf(file);
    for (const line of kept) estimateRecord.parse(JSON.parse(line));
    const rest = await run('--estimator', 'downscale,exact,auto');
    expect(rest.status).toBe(0);
    const lines = linesOf(file);
    expect(lines.slice(0, kept.length)).toEqual(kept);
    const keys = lines.map((line) => JSON.parse(line).key);
    expect([keys.length, new Set(keys).size]).toEqual([6, 6]);
  });

  test('wrong use is told before any work', async () => {
    const wrong = async (...more: string[]) => {
      const { status, stderr } = await run(...more);
      expect(status).toBe(2);
      return stderr;
    };
    expect(await wrong('--json', '--csv')).toContain('--json and --csv exclude each other');
    expect(await wrong('--estimator', 'tilez')).toContain("'tilez'; did you mean tiles?");
    const none = await runPareto(['estimate', '--compare'], { cache: folder });
    expect([none.status, none.stderr]).toEqual([2, expect.stringContaining('--dataset kodak')]);
  });
});

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n').slice(0, -1);
  } catch {
    return [];
  }
}
