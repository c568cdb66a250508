import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { collectLeaderboard } from '#src/leaderboard/leaderboard.js';
import type { ReferenceCurve } from '#src/results/reference.js';
import { facts } from '../support/facts.ts';
import { rdOf } from '../support/records.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'references-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const qualities = [20, 40, 60, 80, 95];

function store(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), text);
}

function storeRecords(crop: string | null = null): void {
  const records = qualities.map((quality, i) =>
    rdOf({
      spec: `jpeg:quality=${quality}`,
      image: 'a',
      settings: { quality },
      knob: 'quality',
      crop,
      bpp: 0.25 * 2 ** i,
      metrics: { psnr: 29 + 3 * i },
    }),
  );
  store('rd/set/jpeg.jsonl', records.map((record) => `${JSON.stringify(record)}\n`).join(''));
}

const published = (changes: Partial<ReferenceCurve> = {}): ReferenceCurve => ({
  schema: 1,
  dataset: 'set',
  label: 'VTM',
  source: 'https://example.org/results',
  file: 'vtm.json',
  sha256: 'a'.repeat(64),
  at: '2026-01-01T00:00:00Z',
  points: qualities.map((_, i) => ({
    bpp: 0.25 * 2 ** i * 0.4,
    metrics: { psnr: 29 + 3 * i, 'ms-ssim': null },
    encodeSeconds: 100,
  })),
  ...changes,
});

const collect = () => {
  const warnings: string[] = [];
  const board = collectLeaderboard(folder, { facts, warn: (message) => warnings.push(message) });
  return { board, warnings };
};

test('a published curve stands beside the measured ones, compared with the anchor', () => {
  storeRecords();
  const { points, ...rest } = published();
  const shuffled = { ...rest, points: points.toReversed() };
  store('reference/set/vtm.json', JSON.stringify(shuffled));
  store('reference/set/hm.json', JSON.stringify(published({ label: 'HM' })));
  const { board, warnings } = collect();
  expect(warnings).toEqual([]);
  const [group] = board.datasets;
  expect(group!.curves.map(({ label }) => label)).toEqual(['jpeg']);
  expect(group!.references.map(({ label }) => label)).toEqual(['HM', 'VTM']);
  expect(group!.references[1]).toMatchObject({
    source: 'https://example.org/results',
    file: 'vtm.json',
    points: qualities.map((_, i) => ({
      bpp: 0.1 * 2 ** i,
      metrics: { 'ms-ssim': null, psnr: 29 + 3 * i },
      encodeSeconds: 100,
      decodeSeconds: null,
    })),
    comparisons: [{ metric: 'psnr', percent: expect.closeTo(-60, 6), overlap: 1, reason: null }],
  });
});

test('a data set with nothing but published curves has no rows; crops have none of them', () => {
  storeRecords('8x8');
  store('reference/set/vtm.json', JSON.stringify(published()));
  const { board } = collect();
  expect(
    board.datasets.map(({ crop, rows, references }) => [crop, rows.length, references.length]),
  ).toEqual([
    ['8x8', 5, 0],
    [null, 0, 1],
  ]);
  expect(board.datasets[1]!.references[0]!.comparisons).toEqual([]);
});

test('files that are no curves are passed over with a warning each', () => {
  storeRecords();
  store('reference/set/torn.json', '{"schema":1,');
  store('reference/set/newer.json', JSON.stringify({ ...published(), schema: 2 }));
  store('reference/set/other.json', JSON.stringify(published({ dataset: 'kodak' })));
  const { board, warnings } = collect();
  expect(board.datasets[0]!.references).toEqual([]);
  expect(warnings).toEqual([
    expect.stringMatching(/newer\.json is passed over: it is no imported curve: schema: [^;{]+$/),
    expect.stringContaining("other.json is passed over: it is of data set 'kodak'"),
    expect.stringMatching(/torn\.json is passed over: it is no imported curve, nor any JSON$/),
  ]);
  for (const warning of warnings) expect(warning).not.toContain('\n');
});

test('comparisons are sorted by metric, and those of metrics that the anchor lacks are none', () => {
  storeRecords();
  const { points, ...rest } = published();
  const uneven = points.map(({ metrics, ...point }, i) => ({
    ...point,
    metrics: i === 0 ? { ssimulacra2: 1, psnr: metrics['psnr']! } : { butteraugli: 1, ...metrics },
  }));
  const file = JSON.stringify({ ...rest, points: uneven });
  store('reference/set/vtm.json', file);
  const records = qualities.map((quality, i) =>
    rdOf({
      spec: `jpeg:quality=${quality}`,
      image: 'b',
      settings: { quality },
      knob: 'quality',
      bpp: 0.25 * 2 ** i,
      metrics: { ssimulacra2: 20 * i, psnr: 29 + 3 * i, 'ms-ssim': 0.9 + i / 100 },
    }),
  );
  store('rd/set/jpeg.jsonl', records.map((record) => `${JSON.stringify(record)}\n`).join(''));
  const [reference] = collect().board.datasets[0]!.references;
  expect(reference!.comparisons.map(({ metric, percent }) => [metric, percent])).toEqual([
    ['ms-ssim', null],
    ['psnr', expect.closeTo(-60, 6)],
    ['ssimulacra2', null],
  ]);
  expect(reference!.comparisons[1]!.distortion).toBeCloseTo(3 * Math.log2(1 / 0.4), 6);
});

test('curves of one label are sorted by their digest, and those of other data sets apart', () => {
  store('reference/set/b.json', JSON.stringify(published({ sha256: 'b'.repeat(64) })));
  store('reference/set/c.json', JSON.stringify(published({ sha256: 'a'.repeat(64) })));
  store('reference/a/x.json', JSON.stringify(published({ dataset: 'a' })));
  const { datasets } = collect().board;
  expect(
    datasets.map(({ dataset, references }) => [
      dataset,
      ...references.map((each) => each.sha256[0]),
    ]),
  ).toEqual([
    ['a', 'a'],
    ['set', 'a', 'b'],
  ]);
  expect(datasets[0]).toMatchObject({ crop: null, images: 0, rows: [], anchor: null, curves: [] });
});

test('a curve published image by image is compared so, with the interval that measured ones have', () => {
  const names = ['a', 'b', 'c'];
  const rate = (i: number, image: number) => 0.25 * 2 ** i * (1 + image);
  const records = qualities.flatMap((quality, i) =>
    names.map((image, place) =>
      rdOf({
        ...{ spec: `jpeg:quality=${quality}`, image, settings: { quality }, knob: 'quality' },
        imageSha256: `${place}`.repeat(64),
        ...{ bpp: rate(i, place), metrics: { psnr: 29 + 3 * i } },
      }),
    ),
  );
  store('rd/set/jpeg.jsonl', records.map((record) => `${JSON.stringify(record)}\n`).join(''));
  // At 0.4, 0.5 and 0.6 of the anchor's rate, in another order; one image is not of the group.
  const share: Record<string, number> = { c: 0.6, a: 0.4, b: 0.5, other: 9 };
  const points = qualities.map((_, i) => ({
    bpp: 0.25 * 2 ** i,
    metrics: { psnr: 29 + 3 * i },
    images: Object.fromEntries(
      Object.entries(share).map(([name, times]) => [
        name,
        { bpp: rate(i, Math.max(0, names.indexOf(name))) * times, metrics: { psnr: 29 + 3 * i } },
      ]),
    ),
  }));
  store('reference/set/vtm.json', JSON.stringify(published({ points })));
  store('reference/set/hm.json', JSON.stringify(published({ label: 'HM' })));
  const { board, warnings } = collect();
  expect(warnings).toEqual([]);
  const [hm, vtm] = board.datasets[0]!.references;
  expect(hm!.comparisons.map(({ images }) => images)).toEqual([null]);
  const { images, percent } = vtm!.comparisons[0]!;
  expect(images).toMatchObject({ percent: expect.closeTo(-50, 6), n: 3, of: 3 });
  expect(images!.low).toBeGreaterThanOrEqual(-60);
  expect(images!.high).toBeLessThanOrEqual(-40);
  expect(images!.low).toBeLessThan(images!.high);
  expect(percent).toBeCloseTo(-50, 6);
  expect(vtm!.points[0]).not.toHaveProperty('images');
});
