import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, expect, test } from 'vitest';
import { dataOf } from '../page/site.ts';
import { rdRecordsIn, runPareto } from '../support/pareto.ts';
import { savePictures } from '../support/photos.ts';
import { scratch } from '../support/scratch.ts';

const example = fileURLToPath(new URL('../../examples/mean-error.js', import.meta.url));

let folder: string;
let results: string;
const at = (name: string): string => path.join(folder, name);
beforeEach(async () => {
  folder = scratch();
  results = at('results');
  await savePictures(at('photos'), 1);
});

const run = (...args: string[]) => runPareto(args, { cache: at('cache') });

/** A metric by a program of a few lines: the share of bytes of two PPM files that are equal. */
function recipe(title = 'Equal bytes'): string {
  const program = `
    const [a, b] = process.argv.slice(1).map((file) => require('node:fs').readFileSync(file));
    console.log('share: ' + a.reduce((sum, each, i) => sum + (each === b[i] ? 1 : 0), 0) / a.length);
  `;
  writeFileSync(
    at('equal.json'),
    JSON.stringify({
      ...{ paretoMetric: 1, title, better: 'higher', perfect: 1, decimals: 3 },
      ...{ scale: 'decibels-to-1', input: 'ppm', value: { pattern: 'share: (.*)' } },
      command: [process.execPath, '--eval', program, '{original}', '{decoded}'],
    }),
  );
  return `equal:${at('equal.json')}`;
}

const own = () => ['--plugin', example, '--metric-command', recipe()];

const sweep = (...args: string[]) =>
  run(
    ...['sweep', '--codec', 'jpeg:quality=30+60+80+90', '--dataset', at('photos')],
    ...['--out', results, '--jobs', '1', ...args],
  );

test('score and metrics take them', async () => {
  const [a, b] = [at('photos/p1.png'), at('other/p2.png')];
  await savePictures(at('other'), 2);
  const json = await run('score', a, b, ...own(), '--metrics', 'psnr,mean-error,equal', '--json');
  const { metrics, metricVersions } = JSON.parse(json.stdout);
  expect(Object.keys(metrics)).toEqual(['psnr', 'mean-error', 'equal']);
  expect(metrics.equal).toBeGreaterThan(0);
  expect(metricVersions['mean-error']).toBe('1+1');
  const { stdout } = await run('score', a, a, ...own(), '--metrics', 'equal,mean-error');
  expect(stdout).toMatch(/^equal +1\.000\d? +- +higher/m);
  const listed = JSON.parse((await run('metrics', ...own(), '--json')).stdout);
  expect(listed.slice(-2)).toMatchObject([
    { id: 'mean-error', available: true },
    { id: 'equal', definition: expect.stringContaining('Equal bytes'), available: true },
  ]);
});

test('a sweep computes them in its workers, and the board and the page have them', async () => {
  const { status, stdout } = await sweep(...own(), '--metrics', 'psnr,mean-error,equal', '--maps');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^codec .* equal +mean-error +psnr$/m);
  expect(stdout).toMatch(/^raw .* 1\.0000 +0\.000000 +exact$/m);
  const file = at('results/rd/photos/jpeg.jsonl');
  const records = rdRecordsIn(file);
  expect(records).toHaveLength(4);
  for (const { metrics, metricVersions, metricErrors } of records) {
    expect(metrics['mean-error']).toBeGreaterThan(0);
    expect(metrics['equal']).toBeGreaterThan(0);
    expect(metricVersions['equal']).toMatch(/^of unstated version\+[0-9a-f]{12}$/);
    expect(metricErrors).toEqual({});
  }
  expect(JSON.parse(readFileSync(at('results/metrics/equal.json'), 'utf8'))).toMatchObject({
    ...{ schema: 1, id: 'equal', title: 'Equal bytes', decimals: 3, scale: 'decibels-to-1' },
    map: null,
  });
  expect(JSON.parse(readFileSync(at('results/metrics/mean-error.json'), 'utf8')).map).toMatchObject(
    {
      full: 0.25,
    },
  );

  const board = await run('leaderboard', '--out', results, '--anchor', 'jpeg', '--json');
  const { metrics, datasets } = JSON.parse(board.stdout);
  expect(metrics.map(({ id }: { id: string }) => id).sort()).toEqual([
    ...['equal', 'mean-error', 'psnr'],
  ]);
  expect(JSON.stringify(datasets[0].curves)).toContain('mean-error');

  const page = dataOf({ folder: at('results/page') });
  expect(page.metrics).toContainEqual(expect.objectContaining({ title: 'Equal bytes' }));
  expect(page.rows.every((row) => 'equal' in row.metrics)).toBe(true);
  const list = readdirSync(at('results/page/data')).find((name) => /^pictures-1-/.test(name));
  const pictures = readFileSync(at(`results/page/data/${list}`), 'utf8');
  expect(pictures).toContain('mean absolute difference of a pixel');
});

test('a changed recipe is computed anew, the others are not; what a record holds stays', async () => {
  await sweep(...own(), '--metrics', 'psnr,mean-error,equal');
  const again = await sweep(...own(), '--metrics', 'psnr,mean-error,equal', '--dry-run', '--json');
  expect(JSON.parse(again.stdout).rd.jobs).toEqual([]);
  const changed = ['--metric-command', recipe('Equal bytes, other')];
  const args = [...changed, '--metrics', 'psnr,equal'];
  const { rd } = JSON.parse((await sweep(...args, '--dry-run', '--json')).stdout);
  expect(rd.jobs.map(({ metrics }: { metrics: string[] }) => metrics)).toEqual(
    Array.from({ length: 5 }, () => ['equal']),
  );
  expect((await sweep(...args)).status).toBe(0);
  const last = rdRecordsIn(at('results/rd/photos/jpeg.jsonl')).at(-1)!;
  expect(Object.keys(last.metrics).sort()).toEqual(['equal', 'mean-error', 'psnr']);
});

test('without --metrics they are computed beside the usual ones', async () => {
  const { stdout } = await sweep(...own(), '--limit', '1');
  expect(stdout).toMatch(/^codec .* equal +lpips-alex +mean-error +psnr +ssim$/m);
});

test('what is wrong with them stops before any work', async () => {
  const unknown = await sweep('--metrics', 'equal');
  expect([unknown.status, unknown.stderr]).toEqual([2, expect.stringContaining("'equal'")]);
  const taken = await sweep('--metric-command', recipe().replace('equal:', 'psnr:'));
  expect(taken.status).toBe(2);
  expect(taken.stderr).toContain("the id 'psnr' is taken by this program");
  writeFileSync(at('equal.json'), '{ "paretoMetric": 1 }');
  const broken = await sweep('--metric-command', `equal:${at('equal.json')}`);
  expect(broken.status).toBe(2);
  expect(broken.stderr).toMatch(/^pareto: \S+equal\.json: title: /m);
});
