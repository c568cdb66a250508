import { expect, test } from 'vitest';
import { defaultBootstrap } from '#src/curves/bootstrap.js';
import { bdMatrix, meanCurves } from '#src/leaderboard/matrix.js';
import { rdGroups } from '#src/leaderboard/rd-groups.js';
import type { RdRecord } from '#src/results/record.js';
import { facts, metricOf } from '../support/facts.ts';
import { rdOf } from '../support/records.ts';

function records(codec: string, factor: number, version = '1'): RdRecord[] {
  return ['a', 'b'].flatMap((image, nth) =>
    [20, 40, 60, 80, 95].map((quality, i) =>
      rdOf({
        spec: `${codec}:quality=${quality}`,
        image,
        settings: { quality },
        knob: 'quality',
        bpp: 0.25 * 1.9 ** i * factor * (1 + nth),
        metrics: { psnr: 28 + 3 * i + nth, ssim: 0.8 + 0.03 * i },
        metricVersions: { psnr: '1', ssim: version },
      }),
    ),
  );
}

const groupOf = (all: RdRecord[]) =>
  rdGroups(all, { anchor: 'jpeg', facts, bootstrap: defaultBootstrap })[0]!;

test('every curve against every other: against itself 0, the other way round its inverse', () => {
  const group = groupOf([...records('jpeg', 1), ...records('webp', 0.8), ...records('avif', 0.5)]);
  const { labels, cells, metric } = bdMatrix(meanCurves(group), metricOf('psnr'));
  expect([metric, labels]).toEqual(['psnr', ['avif', 'jpeg', 'webp']]);
  const expected = [
    [0, -50, -37.5],
    [100, 0, 25],
    [60, -20, 0],
  ];
  for (const [test_, row] of expected.entries()) {
    for (const [anchor, percent] of row.entries()) {
      expect(cells[test_]![anchor]!.percent).toBeCloseTo(percent, 9);
    }
  }
});

test('of leaderboard.json, it has the figures of the comparisons with the anchor', () => {
  const bent = records('webp', 0.8).map((record, i) => ({
    ...record,
    bpp: record.bpp! * (1 + 0.1 * Math.sin(i)),
  }));
  const group = groupOf([...records('jpeg', 1), ...bent]);
  for (const metric of ['psnr', 'ssim']) {
    const { labels, cells } = bdMatrix(meanCurves(group), metricOf(metric));
    for (const { label, comparisons } of group.curves) {
      const { percent, overlap, reason } = comparisons.find((each) => each.metric === metric)!;
      const cell = cells[labels.indexOf(label)]![labels.indexOf('jpeg')]!;
      expect(cell.percent).toBeCloseTo(percent!, 9);
      expect([cell.overlap, cell.reason]).toEqual([overlap, reason]);
    }
  }
});

test('curves of an old and of a new default, printed alike, do not mix', () => {
  const [old, now] = [
    [4, 1],
    [6, 0.8],
  ].map(([effort, factor]) =>
    records('jpeg', factor!).map((record) => ({
      ...record,
      settings: { ...record.settings, effort: effort! },
    })),
  );
  const group = groupOf([...old!, ...now!]);
  expect(group.curves.map(({ label }) => label)).toEqual(['jpeg', 'jpeg']);
  const { cells } = bdMatrix(meanCurves(group), metricOf('psnr'));
  const anchor = group.anchorCurve!;
  for (const [place, { comparisons }] of group.curves.entries()) {
    const { percent } = comparisons.find(({ metric }) => metric === 'psnr')!;
    expect(cells[place]![anchor]!.percent).toBeCloseTo(percent!, 9);
    expect(Math.abs(percent!) > 10).toBe(place !== anchor);
  }
});

test('points that lack an image or a value, and metrics that are no scale, are left out', () => {
  const gap = records('webp', 0.8).map((record) =>
    record.spec.endsWith('=60') && record.image === 'b'
      ? { ...record, metrics: { ...record.metrics, psnr: null } }
      : record,
  );
  const missing = records('avif', 0.5).filter(
    ({ spec, image }) => !(spec.endsWith('=60') && image === 'b'),
  );
  const curves = meanCurves(groupOf([...records('jpeg', 1), ...gap, ...missing]));
  const [avif, , webp] = curves;
  expect([avif!.complete, webp!.complete]).toEqual([false, true]);
  expect(avif!.points).toHaveLength(4);
  expect(webp!.points.map(({ metrics }) => metrics['psnr'] === null)).toEqual([
    false,
    false,
    true,
    false,
    false,
  ]);
  expect(bdMatrix(curves, metricOf('psnr')).cells[2]![1]!.percent).toBeCloseTo(-20, 1);
  expect(bdMatrix(curves, metricOf('constructor')).cells[2]![1]!.percent).toBeNull();
});
