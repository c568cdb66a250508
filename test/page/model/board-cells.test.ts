import { expect, test } from 'vitest';
import {
  bdCell,
  bppCell,
  frontOf,
  macsCell,
  memoryCell,
  speedCell,
} from '#src/page/model/board-cells.js';
import { timingRowsOf, usualTimesOf } from '#src/page/model/memo.js';
import { dataOf, writeSite } from '../site.ts';
import { rd, timing } from '../timed-curves.ts';

const images = { percent: -4, low: -6, high: -1, n: 3, of: 3 };
const compared = { percent: -5, overlap: 1, reason: null, images };

test('a BD-rate is that of the images with its interval, or that of the mean curves', () => {
  expect(bdCell(compared, 'images')).toEqual({ value: -4, low: -6, high: -1, note: null });
  expect(bdCell(compared, 'mean')).toEqual({ value: -5, note: null });
});

test('what a BD-rate lacks is said', () => {
  expect(bdCell(undefined, 'images').note).toBe('no curve to compare with');
  expect(bdCell({ ...compared, images: null }, 'images')).toEqual({
    ...{ value: null, note: 'no image has a BD-rate' },
  });
  const some = { ...compared, reason: 'little overlap', images: { ...images, n: 2 } };
  expect(bdCell(some, 'images')).toMatchObject({
    ...{ over: { n: 2, of: 3 }, note: '2 of 3 images have a BD-rate; little overlap' },
  });
  const means = { ...compared, over: { n: 2, of: 3 } };
  expect(bdCell(means, 'mean')).toEqual({
    ...{ value: -5, over: { n: 2, of: 3 } },
    note: 'over the 2 of 3 images that have a value at enough points of both',
  });
});

test('figures of a curve: those that leaderboard.json has', () => {
  const data = dataOf(writeSite(rd, { timing }));
  const curve = data.group.curves.find(({ codec }) => codec === 'webp')!;
  const points = curve.points.map((place) => data.group.rows[place]!);
  const times = data.timings[0]!;
  const timed = timingRowsOf(times, points);
  expect(timed.map(({ spec }) => spec)).toEqual(points.map(({ spec }) => spec));

  const { notesOf } = usualTimesOf(data, 0);
  const speed = speedCell(curve, times, timed, 'encode', notesOf);
  // Half a megapixel a picture, in a little more than 20 ms.
  expect(speed.value).toBeGreaterThan(24);
  expect(speed.value).toBeLessThan(25.01);
  expect(speed.low!).toBeLessThanOrEqual(speed.value!);
  expect(speed.high!).toBeGreaterThanOrEqual(speed.value!);
  expect(speedCell(curve, times, timed, 'decode', notesOf).value! / speed.value!).toBeCloseTo(2, 9);
  expect(speedCell(curve, null, null, 'encode', notesOf).note).toContain('no times');
  const lone = { ...curve, speeds: [{ ...curve.speeds[0]!, encodeMegapixelsPerSecond: null }] };
  expect(speedCell(lone, times, timed, 'encode', notesOf)).toEqual({
    ...{ value: null, note: 'only 5 points are timed on this testbed' },
  });
  expect(memoryCell(curve, times)).toEqual({ value: null, note: 'not measured on this testbed' });
  const large = { ...curve, speeds: [{ ...curve.speeds[0]!, peakBytes: 7 }] };
  expect(memoryCell(large, times).value).toBe(7);
  expect(macsCell(points)).toEqual({ value: null, note: 'no learned codec' });

  const bpp = Object.entries(curve.bpp['psnr']!).find(([, value]) => value !== null)!;
  expect(bppCell(curve, { metric: 'psnr', value: bpp[0] }).value).toBe(bpp[1]);
  expect(bppCell(curve, { metric: 'psnr', value: '99' }).note).toContain('nothing is extrapolated');
  expect(bppCell(curve, null).value).toBeNull();

  const front = frontOf(data, curve, null, times);
  expect(front.on).toBe(curve.fronts[0]!.all);
  expect(frontOf(data, curve, null, null).on).toBeNull();
  const mark = { ...curve.fronts[0]!, all: true, rateEncode: true, rateDecode: false };
  const on = frontOf(data, { ...curve, fronts: [mark] }, null, times);
  expect(on.on).toBe(true);
  expect(on.note).toContain('no other curve beats it');
  expect(on.note).toMatch(/none beats it in rate and encode time alone$/);
});
