import { expect, test } from 'vitest';
import { usefulFrame } from '#src/page/model/useful-range.js';
import { curveOf, dataOf, writeSite } from '../site.ts';

const data = () => dataOf(writeSite(curveOf('jpeg', { metrics: ['psnr', 'butteraugli'] })));
const pointsOf = (pairs: readonly (readonly [bpp: number, value: number])[]) =>
  pairs.map(([bpp, value]) => ({ name: 'x', bpp, value }));
const curve = pointsOf([
  ...([
    [0.1, 20],
    [0.3, 28],
    [0.5, 32],
    [2, 42],
  ] as const),
]);

test('a chart begins at the least quality that the metric tells rates at', () => {
  const frame = usefulFrame(data(), [curve], { metric: 'psnr', decibels: false })!;
  expect(frame.bpp[0]).toBeLessThan(0.5);
  expect(frame.bpp[0]).toBeGreaterThan(0.3);
  expect(frame.bpp[1]).toBeGreaterThan(2);
  const [low, high] = frame.value;
  expect(low).toBeLessThan(30);
  expect(low).toBeGreaterThan(28);
  expect(high).toBeGreaterThan(42);
});

test('where all is of use, or nothing, there is no other frame', () => {
  const axis = { metric: 'psnr', decibels: false };
  expect(usefulFrame(data(), [curve.slice(2)], axis)).toBeNull();
  expect(usefulFrame(data(), [curve.slice(0, 2)], axis)).toBeNull();
  expect(usefulFrame(data(), [], axis)).toBeNull();
  expect(usefulFrame(data(), [curve], { metric: 'pixelmatch', decibels: false })).toBeNull();
});

test('of another metric it begins at what the anchor has at a quarter of a bit', () => {
  const page = data();
  page.group.curves[0]!.quality['butteraugli'] = { '0.25': -6, '1': -3 };
  const distances = pointsOf([
    ...([
      [0.1, 8],
      [0.5, 3],
      [2, 1],
    ] as const),
  ]);
  const plain = usefulFrame(page, [distances], { metric: 'butteraugli', decibels: false })!;
  expect(plain.value[0]).toBeLessThan(1);
  // 10 ** 0.6, and a little room.
  expect(plain.value[1]).toBeGreaterThan(3.98);
  expect(plain.value[1]).toBeLessThan(4.3);
  const scaled = distances.map((point) => ({ ...point, value: -10 * Math.log10(point.value) }));
  const decibels = usefulFrame(page, [scaled], { metric: 'butteraugli', decibels: true })!;
  expect(decibels.value[0]).toBeLessThan(-6);
  expect(decibels.value[1]).toBeGreaterThan(0);
});
