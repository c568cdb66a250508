import { expect, test } from 'vitest';
import { levelOf, levelsOf } from '#src/page/model/answer-levels.js';
import { curveOf, dataOf, writeSite } from '../site.ts';

const data = () =>
  dataOf(writeSite(curveOf('jpeg', { metrics: ['psnr', 'butteraugli', 'ms-ssim'] })));

test('the levels of a metric: those that it is known by, that it tells, or the anchor has', () => {
  const page = data();
  expect(levelsOf(page, 'psnr', 0)).toEqual([30, 35, 40]);
  const known = { ...page, metrics: page.metrics.map((each) => ({ ...each, id: 'ssimulacra2' })) };
  expect(levelsOf(known, 'ssimulacra2', 0)).toEqual([70, 80, 90]);
  for (const [metric, quality] of [
    ['butteraugli', { '0.5': -7.23, '1': -6.5, '2': null }],
    ['ms-ssim', { '0.5': 12.34, '1': 20, '2': 30.1 }],
  ] as const) {
    const curve = page.group.curves[0]!;
    curve.quality[metric] = quality;
  }
  expect(levelsOf(page, 'butteraugli', 0)).toEqual([5.3, 4.5]);
  expect(levelsOf(page, 'ms-ssim', 0)).toEqual([0.942, 0.99, 0.99902]);
  expect(levelsOf(page, 'butteraugli', null)).toEqual([]);
  expect(levelsOf(page, 'pixelmatch', 0)).toEqual([]);
});

test('the level that is asked for, else the middle one', () => {
  expect(levelOf([70, 80, 90], '90')).toBe(90);
  expect(levelOf([70, 80, 90], null)).toBe(80);
  expect(levelOf([70, 80, 90], '75')).toBe(80);
  expect(levelOf([], '75')).toBeNull();
});
