import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { loadImageFile } from '#src/image/files/load.js';
import { rdRecordsIn, runPareto } from '../support/pareto.ts';
import { savePictures } from '../support/photos.ts';
import { scratch } from '../support/scratch.ts';

let folder: string;
let results: string;

beforeEach(async () => {
  folder = scratch();
  results = path.join(folder, 'results');
  await savePictures(path.join(folder, 'photos'), 2, { width: 170, height: 165 });
});

const cache = () => path.join(folder, 'cache');
const sweep = (args: string[], env: Record<string, string> = {}) =>
  runPareto(
    ['sweep', '--dataset', path.join(folder, 'photos'), '--out', results, '--json', ...args],
    { cache: cache(), env },
  );
const records = () => rdRecordsIn(path.join(results, 'rd', 'photos', 'jpeg.jsonl'));
const maps = () =>
  readdirSync(path.join(cache(), 'bitstreams'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.png'))
    .map((name) => path.join(cache(), 'bitstreams', name));

describe('the metrics of a sweep', () => {
  test('records say where each metric is worst', async () => {
    await sweep(['--codec', 'jpeg:quality=20', '--metrics', 'psnr,ssim']);
    for (const { metrics, worstTiles } of records()) {
      expect(Object.keys(worstTiles)).toEqual(['psnr', 'ssim']);
      expect(worstTiles['psnr']!.value).toBeLessThan(metrics['psnr']!);
      expect(worstTiles['ssim']).toMatchObject({ width: expect.any(Number) });
    }
  });

  test('--maps keeps error maps beside the bitstreams, and makes those that are gone', async () => {
    const args = ['--codec', 'jpeg:quality=20', '--metrics', 'psnr,ssim'];
    await sweep(args);
    expect(maps()).toEqual([]);
    const first = JSON.parse((await sweep([...args, '--maps'])).stdout);
    // raw is measured as well: two metrics of two pictures of two codecs.
    expect(first.rd.measured).toBe(4);
    expect(maps()).toHaveLength(8);
    const beside = new Set(records().map(({ bitstreamSha256 }) => bitstreamSha256));
    const names = maps().map((file) => path.basename(file).split('.'));
    expect(names.filter(([sha256]) => beside.has(sha256!))).toHaveLength(4);
    const map = await loadImageFile(maps()[0]!);
    expect([map.width, map.height, map.channels]).toEqual([170, 165, 1]);

    const again = JSON.parse((await sweep([...args, '--maps'])).stdout);
    expect(again.rd).toBeNull();
    rmSync(maps()[0]!);
    const mended = JSON.parse((await sweep([...args, '--maps'])).stdout);
    expect(mended.rd.measured).toBe(1);
    expect(maps()).toHaveLength(8);
  });

  test('a metric whose model is missing stops the plan, unless told to go on without it', async () => {
    const env = { PARETO_MODELS: path.join(folder, 'nothing') };
    const named = await sweep(['--codec', 'jpeg:quality=20', '--metrics', 'psnr,lpips-vgg'], env);
    expect(named.status).toBe(2);
    expect(named.stderr).toMatch(/cannot be computed here: lpips-vgg: .*pareto models export/);
    expect(named.stderr).toContain("name 'available' to go on without");
    const available = await sweep(
      ['--codec', 'jpeg:quality=20', '--metrics', 'available', '--limit', '1'],
      env,
    );
    expect(available.status).toBe(0);
    expect(available.stderr).toMatch(/metrics are left out: .*lpips-vgg/);
    const [record] = records();
    expect(Object.keys(record!.metrics)).toEqual(
      expect.arrayContaining(['psnr', 'ms-ssim', 'ssimulacra2', 'butteraugli']),
    );
    expect(record!.metrics).not.toHaveProperty('lpips-vgg');
    expect(record!.metricErrors).toEqual({});
  });
});
