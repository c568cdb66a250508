import { expect, test } from 'vitest';
import { mean, quantile } from '#src/base/statistics.js';
import { toQuality } from '#src/curves/quality-scale.js';
import {
  imagePoints,
  meanPoints,
  referencePoints,
  spreadOf,
} from '#src/page/model/curve-points.js';
import { failedRdOf, type rdOf } from '../../support/records.ts';
import { curveOf, dataOf, useShippedSite, writeSite } from '../site.ts';

const shipped = useShippedSite();
const psnr = { metric: 'psnr', decibels: false };

test('mean points are the rows of leaderboard.json', () => {
  const { group, ...rest } = dataOf(shipped());
  const data = { group, ...rest };
  for (const [place, { label, marks }] of group.curves.entries()) {
    const { points, lacking } = meanPoints(data, place, psnr);
    expect(points.length + lacking, label).toBe(group.curves[place]!.points.length);
    for (const { name, bpp, value, images } of points) {
      const row = group.rows.find(({ spec }) => spec === name)!;
      expect(bpp).toBe(row.bpp);
      expect(images).toBe(24);
      expect(value).toBeCloseTo(row.metrics['psnr']!.mean!, 6);
    }
    const hull = points.filter((point) => point.hull).map(({ bpp }) => bpp);
    expect(hull, label).toEqual(marks['psnr']?.hull ?? []);
  }
});

test('a point that lacks a picture or a finite value is left out and counted', () => {
  const whole = curveOf('webp');
  const lacking = whole.map((record) => {
    const { spec, image } = record;
    if (spec.endsWith('=20') && image === 'p1')
      return { ...failedRdOf({ spec, image }), ...same(record) };
    if (spec.endsWith('=90') && image === 'p2') return { ...record, metrics: { psnr: null } };
    return record;
  });
  const data = dataOf(writeSite([...curveOf('jpeg'), ...lacking]));
  const place = data.group.curves.findIndex(({ codec }) => codec === 'webp');
  const { points, lacking: count } = meanPoints(data, place, psnr);
  expect(points.map(({ name }) => name)).toEqual([40, 60, 80].map((q) => `webp:quality=${q}`));
  expect(count).toBe(2);
  expect(imagePoints(data, place, psnr).map(({ points: own }) => own.length)).toEqual([4, 4, 5]);
});

function same({ settings, knob }: ReturnType<typeof rdOf>) {
  return { settings, knob };
}

test("decibels and percentiles are of the images' values", () => {
  const records = curveOf('webp', { metrics: ['ms-ssim'], images: 5 });
  const data = dataOf(writeSite(records));
  const axis = { metric: 'ms-ssim', decibels: true };
  const { points } = meanPoints(data, 0, axis);
  for (const { name, value, row } of points) {
    const values = records.filter(({ spec }) => spec === name).map((r) => r.metrics['ms-ssim']!);
    expect(value).toBeCloseTo(toQuality(mean(values), 'decibels-to-1'), 5);
    const scaled = values.map((each) => toQuality(each, 'decibels-to-1'));
    expect(spreadOf(data, row, axis)[0]).toBeCloseTo(quantile(scaled, 0.1), 5);
    expect(spreadOf(data, row, axis)[1]).toBeCloseTo(quantile(scaled, 0.9), 5);
  }
});

test('a point that bends the wrong way is marked', () => {
  const bent = curveOf('webp').map((record) =>
    record.spec.endsWith('=80') ? { ...record, metrics: { psnr: 20 } } : record,
  );
  const data = dataOf(writeSite(bent));
  const marked = meanPoints(data, 0, psnr).points.filter(({ dominated }) => dominated);
  expect(marked.map(({ name }) => name)).toEqual(['webp:quality=80']);
});

test('published points without the metric are left out', () => {
  const data = dataOf(writeSite(curveOf('webp')));
  const points = [1, 2].map((bpp) => ({
    ...{ bpp, encodeSeconds: null, decodeSeconds: null },
    metrics: bpp === 1 ? { psnr: 30 } : { psnr: null },
  }));
  const reference = { label: 'a', source: '', file: '', sha256: '', points, comparisons: [] };
  expect(referencePoints(data, reference, psnr)).toEqual([{ name: 'a', bpp: 1, value: 30 }]);
  expect(referencePoints(data, reference, { metric: '__proto__', decibels: false })).toEqual([]);
});
