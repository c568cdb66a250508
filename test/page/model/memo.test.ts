import { expect, test } from 'vitest';
import { curveTimes, drawnCurve, rowKey } from '#src/page/model/memo.js';
import { codecCurves } from '#src/page/model/recompute.js';
import { codecKey } from '#src/results/identity.js';
import { curveOf, dataOf, writeSite } from '../site.ts';
import { timesOf } from '../timed-curves.ts';

const rd = curveOf('webp', { metrics: ['psnr', 'ms-ssim'] });

test('what is made of a curve is kept, apart for each metric and each group of times', () => {
  const timing = [...timesOf(rd, 20), ...timesOf(rd, 40, 'old')];
  const data = dataOf(writeSite(rd, { timing }));
  const [curve] = codecCurves(data);
  const psnr = { id: 'psnr', scale: 'value' } as const;
  const byPsnr = drawnCurve(curve!, psnr);
  const other = drawnCurve(curve!, { id: 'ms-ssim', scale: 'decibels-to-1' });
  expect(drawnCurve(curve!, psnr)).toBe(byPsnr);
  expect(other).not.toEqual(byPsnr);

  const [bench, old] = data.timings;
  const timed = curveTimes(curve!, bench!);
  expect(curveTimes(curve!, bench!)).toBe(timed);
  expect(curveTimes(curve!, old!)).not.toEqual(timed);
});

test('rows of rates and of times have one key', () => {
  const data = dataOf(writeSite(rd, { timing: timesOf(rd, 20) }));
  const keys = data.group.rows.map(rowKey);
  expect(new Set(keys).size).toBe(5);
  expect(data.timings[0]!.rows.map(rowKey).sort()).toEqual(keys.toSorted());
  expect(rowKey(data.group.rows[0]!)).toBe(codecKey(data.group.rows[0]!));
});
