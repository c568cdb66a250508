import { appendFileSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { savePng } from '#src/image/files/save.js';
import { rdRecordsIn, runPareto } from '../support/pareto.ts';
import { picture } from '../support/photos.ts';
import { useBench, useSweptBench } from './bench.ts';

// All that need no model and are defined for pictures of 64x48.
const classical =
  'psnr,psnr-y,ssim,ssim-pooled,ssimulacra2,butteraugli,butteraugli-p3,ssimjs,pixelmatch';

describe('a rate-distortion sweep', () => {
  const bench = useBench();

  test('writes a whole record of every job, with raw beside the codecs, and prints the means', async () => {
    const { status, stdout } = await bench.sweep(
      '--codec',
      'jpeg:quality=50+90',
      '--metrics',
      classical,
    );
    expect(status).toBe(0);
    const records = rdRecordsIn(bench.rdFile('jpeg'));
    expect(records).toHaveLength(6);
    expect(rdRecordsIn(bench.rdFile('raw'))).toHaveLength(3);
    for (const record of records) {
      expect(record.error).toBeNull();
      expect(record.bpp).toBe((8 * record.bytes!) / (64 * 48));
      expect(Object.keys(record.metrics).sort()).toEqual(Object.keys(record.metricVersions).sort());
      expect(record.metricErrors).toEqual({});
    }
    const mean = (spec: string) => {
      const some = records.filter((record) => record.spec === spec);
      return some.reduce((sum, { metrics }) => sum + metrics['psnr']!, 0) / some.length;
    };
    expect(stdout).toContain(mean('jpeg:quality=50').toFixed(3));
    expect(stdout).toContain(mean('jpeg:quality=90').toFixed(3));
    expect(stdout).toMatch(/^raw .* exact/m);
  });

  test('says which codecs got pictures in another layout than their own', async () => {
    copyFileSync(
      new URL('../../datasets/sample/alpha.png', import.meta.url),
      path.join(bench.images, 'alpha.png'),
    );
    const { stdout } = await bench.sweep('--codec', 'jpeg:quality=50+90', '--metrics', 'psnr');
    expect(stdout).toMatch(
      /\n\njpeg: 1 of 4 images converted rgba8 -> rgb8 before encoding\n\n\d+ measured/,
    );
  });

  test('takes several data sets: records, plan and resuming are of each', async () => {
    const other = path.join(bench.folder, 'others');
    await savePng(path.join(other, 'x.png'), picture(64, 48, 9));
    const sweep = (...args: string[]) =>
      runPareto(
        [
          ...['sweep', '--codec', 'jpeg:quality=50', '--out', bench.results],
          ...['--dataset', `${bench.images},${other}`, ...args],
        ],
        { cache: path.join(bench.folder, 'cache') },
      );
    const plans = JSON.parse((await sweep('--dry-run', '--json')).stdout);
    const jobs = (each: { rd: { jobs: unknown[] } }) => each.rd.jobs.length;
    expect(plans.map(jobs)).toEqual([6, 2]);
    const { status, stdout } = await sweep();
    expect(status).toBe(0);
    expect(stdout).toContain('6 measured, 0 finished before, 0 failed');
    expect(stdout).toContain('2 measured, 0 finished before, 0 failed');
    const again = JSON.parse((await sweep('--json')).stdout);
    expect(
      again.map((each: { dataset: string; finishedBefore: { rd: number } }) => [
        each.dataset,
        each.finishedBefore.rd,
      ]),
    ).toEqual([
      [path.basename(bench.images), 6],
      ['others', 2],
    ]);
    expect(rdRecordsIn(path.join(bench.results, 'rd', 'others', 'jpeg.jsonl'))).toHaveLength(1);
  });

  test('gives the same figures whatever the count of workers and the order', async () => {
    await bench.sweep('--codec', 'jpeg,webp', '--jobs', '1');
    const figures = () =>
      ['jpeg', 'webp'].flatMap((codec) =>
        rdRecordsIn(bench.rdFile(codec))
          .map(({ key, bitstreamSha256, metrics }) =>
            JSON.stringify({ key, bitstreamSha256, metrics }),
          )
          .sort(),
      );
    const first = figures();
    bench.results = path.join(bench.folder, 'again');
    await bench.sweep('--codec', 'jpeg,webp', '--jobs', '3', '--seed', '7');
    expect(figures()).toEqual(first);
  });

  test('goes on where it was, and tries failed jobs again', async () => {
    writeFileSync(path.join(bench.images, 'q.png'), 'no image');
    const first = await bench.sweep('--codec', 'jpeg', '--max-failures', '0.5', '--json');
    expect(first.status).toBe(0);
    expect(JSON.parse(first.stdout).rd).toMatchObject({ measured: 48, failed: 12 });
    const plan = JSON.parse((await bench.sweep('--codec', 'jpeg', '--dry-run', '--json')).stdout);
    expect(plan.rd).toMatchObject({ finished: 36, retried: 12 });
    await savePng(path.join(bench.images, 'q.png'), picture(64, 48, 4));
    const second = await bench.sweep('--codec', 'jpeg', '--json');
    expect(JSON.parse(second.stdout).rd).toMatchObject({ measured: 12, failed: 0 });
    const third = await bench.sweep('--codec', 'jpeg', '--json');
    expect(JSON.parse(third.stdout)).toMatchObject({ rd: null, interrupted: false });
  });

  test('a copy of a picture is measured once, and said', async () => {
    copyFileSync(path.join(bench.images, 'p1.png'), path.join(bench.images, 'copy.png'));
    const { stderr } = await bench.sweep('--codec', 'jpeg:quality=50');
    expect(stderr).toMatch(/p1 is a copy of copy and is left out/);
    expect(rdRecordsIn(bench.rdFile('jpeg'))).toHaveLength(3);
  });

  test('--images, --limit, --crop and --quality choose what is measured', async () => {
    const { stdout } = await bench.sweep(
      ...['--codec', 'jpeg,webp', '--quality', '30,60', '--images', 'p[23]', '--dry-run', '--json'],
    );
    expect(stdout).toBe('');
    const plan = JSON.parse(
      (
        await bench.sweep(
          ...['--codec', 'jpeg,webp', '--quality', '30,60', '--images', 'p2,p3', '--limit', '1'],
          ...['--dry-run', '--json'],
        )
      ).stdout,
    );
    expect(plan.images.map(({ name }: { name: string }) => name)).toEqual(['p2']);
    expect(plan.configurations.map(({ spec }: { spec: string }) => spec)).toEqual([
      'raw',
      'jpeg:quality=30',
      'jpeg:quality=60',
      'webp:quality=30',
      'webp:quality=60',
    ]);
    await bench.sweep('--codec', 'jpeg:quality=30', '--crop', '32x16');
    for (const record of rdRecordsIn(bench.rdFile('jpeg'))) {
      expect(record).toMatchObject({ crop: '32x16', width: 32, height: 16 });
    }
  });
});

describe('after a sweep of jpeg:quality=50', () => {
  const bench = useSweptBench('--codec', 'jpeg:quality=50', '--metrics', 'psnr');
  const jpeg = ['--codec', 'jpeg:quality=50'];

  test('a new metric is computed from the kept bitstream, and stands beside the old ones', async () => {
    const before = rdRecordsIn(bench.rdFile('jpeg'));
    const { stdout } = await bench.sweep(...jpeg, '--metrics', 'psnr,ssim', '--json');
    const after = rdRecordsIn(bench.rdFile('jpeg')).slice(before.length);
    expect(after).toHaveLength(3);
    for (const record of after) {
      const old = before.find(({ key }) => key === record.key);
      expect(record.bitstreamSha256).toBe(old?.bitstreamSha256);
      expect(record.metrics).toEqual({ ...old?.metrics, ssim: expect.any(Number) });
    }
    expect(JSON.parse(stdout).points[0].rows[0].metrics).toHaveProperty('ssim');
  });

  test('--rescore computes from the bitstream what is there already; without the cache it encodes again', async () => {
    const [first] = rdRecordsIn(bench.rdFile('jpeg'));
    const args = [...jpeg, '--metrics', 'psnr', '--rescore'];
    for (const cache of ['cache', 'an empty cache']) {
      const { status } = await bench.sweepWith({ cache: path.join(bench.folder, cache) }, ...args);
      expect(status).toBe(0);
      const last = rdRecordsIn(bench.rdFile('jpeg')).findLast(({ key }) => key === first?.key);
      expect(last).toEqual({ ...first, at: last?.at });
    }
    expect(rdRecordsIn(bench.rdFile('jpeg'))).toHaveLength(9);
  });

  test('a broken line costs its own job only; a newer schema stops before any work', async () => {
    const file = bench.rdFile('jpeg');
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    writeFileSync(file, `${lines[0]}\n{"broken\n${lines[2]}\n{"torn":`);
    const { status, stderr } = await bench.sweep(...jpeg, '--metrics', 'psnr');
    expect(status).toBe(0);
    expect(stderr).toMatch(/jpeg\.jsonl:2 is passed over: it is no JSON/);
    expect(stderr).toMatch(/cut off a torn last line of 8 bytes/);
    const keys = readFileSync(file, 'utf8').match(/"key":"[0-9a-f]+"/g);
    expect(new Set(keys).size).toBe(3);
    appendFileSync(file, `${lines[0]!.replace('"schema":1', '"schema":9')}\n`);
    const refused = await bench.sweep('--codec', 'jpeg:quality=60');
    expect(refused.status).toBe(2);
    expect(refused.stderr).toMatch(/has record schema 9; this program knows up to 1/);
  });
});
