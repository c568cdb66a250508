import { describe, expect, test } from 'vitest';
import { rdMeans } from '#src/leaderboard/rd-groups.js';
import { failedRdOf, rdOf } from '../support/records.ts';

const engine = { name: 'libwebp', version: '1.6.0', runtime: 'native' as const };

describe('rates', () => {
  test('the mean of bits per pixel, and all bits over all pixels', () => {
    const [group] = rdMeans([
      rdOf({ spec: 'webp', image: 'small', width: 10, height: 10, bytes: 100, bpp: 8 }),
      rdOf({ spec: 'webp', image: 'large', width: 100, height: 100, bytes: 2500, bpp: 2 }),
    ]);
    expect(group?.rows[0]).toMatchObject({
      images: 2,
      complete: true,
      failed: 0,
      bytes: 2600,
      bpp: 5,
      bppPooled: (2600 * 8) / 10100,
    });
  });
});

describe('savings', () => {
  test('are the share of the JPEG files, by the geometric mean of the ratios', () => {
    const [group] = rdMeans([
      rdOf({ spec: 'jxl-jpeg', image: 'a', bytes: 800, sourceBytes: 1000 }),
      rdOf({ spec: 'jxl-jpeg', image: 'b', bytes: 90, sourceBytes: 100 }),
      rdOf({ spec: 'webp', image: 'a', bytes: 500 }),
    ]);
    const [recompressed, webp] = group!.rows;
    expect(recompressed?.sourceBytes).toBe(1100);
    expect(recompressed?.saving).toBeCloseTo(1 - Math.sqrt(0.8 * 0.9), 12);
    expect(webp).toMatchObject({ sourceBytes: null, saving: null });
  });

  test('are negative where the files have grown', () => {
    const [group] = rdMeans([
      rdOf({ spec: 'jxl-jpeg', image: 'a', bytes: 1500, sourceBytes: 1000 }),
    ]);
    expect(group?.rows[0]?.saving).toBeCloseTo(-0.5, 12);
  });
});

describe('coverage', () => {
  test('failed jobs are counted, take part in no mean and make the row incomplete', () => {
    const [group] = rdMeans([
      rdOf({ spec: 'webp', image: 'a', bpp: 4 }),
      rdOf({ spec: 'webp', image: 'b', bpp: 2 }),
      rdOf({ spec: 'jpeg', image: 'a', bpp: 3 }),
      failedRdOf({ spec: 'jpeg', image: 'b' }),
    ]);
    expect(group?.images).toBe(2);
    expect(group?.rows.map(({ codec }) => codec)).toEqual(['jpeg', 'webp']);
    expect(group?.rows[0]).toMatchObject({ images: 1, complete: false, failed: 1, bpp: 3 });
    expect(group?.rows[1]).toMatchObject({ images: 2, complete: true, failed: 0, bpp: 3 });
  });

  test('two halves of a data set do not pass for the whole', () => {
    const [group] = rdMeans([
      rdOf({ spec: 'webp', image: 'a' }),
      rdOf({ spec: 'jpeg', image: 'b' }),
    ]);
    expect(group?.images).toBe(2);
    expect(group?.rows.map(({ images, complete }) => [images, complete])).toEqual([
      [1, false],
      [1, false],
    ]);
  });

  test('an image that fails for all is no reason to call every row incomplete', () => {
    const [group] = rdMeans([
      rdOf({ spec: 'webp', image: 'a' }),
      failedRdOf({ spec: 'webp', image: 'broken' }),
    ]);
    expect(group).toMatchObject({ images: 1, rows: [{ complete: true, failed: 1 }] });
  });

  test('a row without any good record has no means, and no zeros for them', () => {
    const [group] = rdMeans([
      rdOf({ spec: 'webp', image: 'a' }),
      failedRdOf({ spec: 'jpeg', image: 'a' }),
    ]);
    expect(group?.rows[0]).toMatchObject({
      codec: 'jpeg',
      images: 0,
      complete: false,
      failed: 1,
      bpp: null,
      bppPooled: null,
      metrics: {},
    });
  });

  test('of several records of one image the last counts, whether good or failed', () => {
    const good = rdOf({ spec: 'webp', image: 'a', bpp: 7 });
    const failed = failedRdOf({ spec: 'webp', image: 'a' });
    expect(rdMeans([failed, good])[0]?.rows[0]).toMatchObject({ images: 1, failed: 0, bpp: 7 });
    const none = { images: 0, complete: false, failed: 1 };
    expect(rdMeans([good, failed])[0]?.rows[0]).toMatchObject(none);
    const renewed = { ...good, key: 'f'.repeat(64), bpp: 9 };
    expect(rdMeans([good, renewed])[0]?.rows[0]).toMatchObject({ images: 1, bpp: 9 });
  });
});

describe('rows and groups', () => {
  test('two versions of an engine, and two settings of one spelling, are rows of their own', () => {
    const [group] = rdMeans([
      rdOf({ spec: 'webp', image: 'a', engine: { ...engine, version: '1.10.0' } }),
      rdOf({ spec: 'webp', image: 'a', engine: { ...engine, version: '1.9.0' } }),
      rdOf({ spec: 'webp', image: 'a', engine, settings: { effort: 4 } }),
      rdOf({ spec: 'webp', image: 'a', engine, settings: { effort: 6 } }),
    ]);
    expect(group?.rows.map(({ engine: { version }, settings }) => [version, settings])).toEqual([
      ['1.6.0', { effort: 4 }],
      ['1.6.0', { effort: 6 }],
      ['1.9.0', {}],
      ['1.10.0', {}],
    ]);
    expect(group?.rows.every(({ complete }) => complete)).toBe(true);
  });

  test('settings sort by their numbers, and the order of the records does not matter', () => {
    const records = [9, 10, 100, 85].map((quality) =>
      rdOf({ spec: `webp:quality=${quality}`, image: 'a', settings: { quality } }),
    );
    const groups = rdMeans(records);
    expect(groups[0]?.rows.map(({ spec }) => spec)).toEqual([
      'webp:quality=9',
      'webp:quality=10',
      'webp:quality=85',
      'webp:quality=100',
    ]);
    expect(rdMeans(records.toReversed())).toEqual(groups);
  });

  test('data sets and crops are kept apart', () => {
    const groups = rdMeans([
      rdOf({ spec: 'webp', image: 'a', crop: '512x512' }),
      rdOf({ spec: 'webp', image: 'a' }),
      rdOf({ spec: 'webp', image: 'a', dataset: 'another' }),
    ]);
    expect(groups.map(({ dataset, crop }) => [dataset, crop])).toEqual([
      ['another', null],
      ['set', '512x512'],
      ['set', null],
    ]);
  });

  test('no records, no groups', () => {
    expect(rdMeans([])).toEqual([]);
  });
});

describe('metrics', () => {
  const metricOf = (records: Parameters<typeof rdMeans>[0], id: string) =>
    rdMeans(records)[0]?.rows[0]?.metrics[id];

  test('exact pictures are counted and not averaged; null is never zero', () => {
    const records = [
      rdOf({ spec: 'png', image: 'a', exact: true, metrics: { psnr: null } }),
      rdOf({ spec: 'png', image: 'b', metrics: { psnr: 30 } }),
      rdOf({ spec: 'png', image: 'c', metrics: { psnr: 40 } }),
    ];
    expect(metricOf(records, 'psnr')).toEqual({ version: '1', mean: 35, n: 2, exact: 1 });
    expect(rdMeans(records)[0]?.rows[0]?.exact).toBe(1);
    expect(metricOf(records.slice(0, 1), 'psnr')).toEqual({
      version: '1',
      mean: null,
      n: 0,
      exact: 1,
    });
  });

  test('a metric that some images lack, or that failed on them, has fewer values', () => {
    const records = [
      rdOf({ spec: 'png', image: 'a', metrics: { psnr: 30, ssim: 0.5 } }),
      rdOf({ spec: 'png', image: 'b', metrics: { psnr: 40 } }),
      rdOf({
        spec: 'png',
        image: 'c',
        metrics: { psnr: 50, ssim: null },
        metricErrors: { ssim: 'ssim needs 11x11 pixels or more, got 1x1' },
      }),
    ];
    expect(metricOf(records, 'psnr')).toEqual({ version: '1', mean: 40, n: 3, exact: 0 });
    expect(metricOf(records, 'ssim')).toEqual({ version: '1', mean: 0.5, n: 1, exact: 0 });
    expect(metricOf(records.slice(2), 'ssim')).toEqual({
      version: '1',
      mean: null,
      n: 0,
      exact: 0,
    });
  });

  test('values of an older version of the metric are missing, not averaged in', () => {
    const records = [
      rdOf({ spec: 'png', image: 'a', metrics: { ssim: 0.9 }, at: '2026-03-01T00:00:00Z' }),
      rdOf({
        spec: 'png',
        image: 'b',
        metrics: { ssim: 0.5 },
        metricVersions: { ssim: '2' },
        at: '2026-03-02T00:00:00Z',
      }),
    ];
    const expected = { version: '2', mean: 0.5, n: 1, exact: 0 };
    expect(metricOf(records, 'ssim')).toEqual(expected);
    expect(metricOf(records.toReversed(), 'ssim')).toEqual(expected);
  });

  test('negative values stay in the mean', () => {
    const records = [
      rdOf({ spec: 'png', image: 'a', metrics: { ssimulacra2: -30 } }),
      rdOf({ spec: 'png', image: 'b', metrics: { ssimulacra2: 10 } }),
    ];
    expect(metricOf(records, 'ssimulacra2')?.mean).toBe(-10);
  });
});
