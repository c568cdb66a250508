import { describe, expect, test } from 'vitest';
import {
  imageKeys,
  indexPictures,
  nearestInQuality,
  nearestInSize,
  pictured,
  pointsOf,
  scoreOf,
} from '#src/page/model/pictures-shown.js';
import { rdOf } from '../../support/records.ts';
import { curveOf, dataOf, writeSite } from '../site.ts';

const none = indexPictures(null);

describe('points of one image', () => {
  const records = [
    ...curveOf('jpeg', { metrics: ['psnr', 'butteraugli'] }),
    ...curveOf('webp', { factor: 0.7, metrics: ['psnr', 'butteraugli'] }),
  ];

  test('nearest in size by ratio, with how far off it is', () => {
    const data = dataOf(writeSite(records));
    const image = 1;
    const [jpeg, webp] = [0, 1].map((curve) => pointsOf(data, none, { curve, image }));
    for (const point of jpeg!) {
      const { point: found, off, near } = nearestInSize(webp!, point.bytes)!;
      const ratios = webp!.map(({ bytes }) => Math.abs(Math.log(bytes / point.bytes)));
      expect(webp!.indexOf(found)).toBe(ratios.indexOf(Math.min(...ratios)));
      expect(off).toBeCloseTo(found.bytes / point.bytes - 1, 12);
      expect(near).toBe(Math.abs(off) <= 0.05);
    }
    // 70 is nearer to 100 than 140 is in bytes, and farther by ratio.
    const [a, b] = [
      { ...jpeg![0]!, bytes: 70 },
      { ...jpeg![0]!, bytes: 140 },
    ];
    expect(nearestInSize([a, b], 100)!.point).toBe(b);
    expect(nearestInSize([], 100)).toBeNull();
  });

  test('nearest in quality on the scale of the metric', () => {
    const data = dataOf(writeSite(records));
    const image = 0;
    const [jpeg, webp] = [0, 1].map((curve) => pointsOf(data, none, { curve, image }));
    for (const metric of ['psnr', 'butteraugli']) {
      // Both curves have the same values at the same quality.
      for (const [nth, reference] of jpeg!.entries()) {
        const found = nearestInQuality(data, webp!, { reference, image, metric })!;
        expect(found).toEqual({ point: webp![nth], off: 0, near: true });
      }
    }
    const [first] = jpeg!;
    const far = nearestInQuality(data, webp!.slice(3), {
      reference: first!,
      image,
      metric: 'psnr',
    })!;
    const { value } = scoreOf(data, { row: first!.row, image, metric: 'psnr' });
    const { value: other } = scoreOf(data, { row: far.point.row, image, metric: 'psnr' });
    expect(far.point).toBe(webp![3]);
    expect(far.off).toBeCloseTo(other! - value!, 9);
    expect(far.near).toBe(false);
  });

  test('a missing value is never read as a number, an exact picture is infinite', () => {
    const settings = (quality: number) => ({
      settings: { quality },
      knob: 'quality',
      codec: 'jpeg',
    });
    const data = dataOf(
      writeSite([
        rdOf({
          spec: 'jpeg:quality=1',
          image: 'p',
          bytes: 100,
          metrics: { psnr: 1 },
          ...settings(1),
        }),
        rdOf({
          ...{ spec: 'jpeg:quality=2', image: 'p', bytes: 200, metrics: { psnr: null } },
          ...{ metricErrors: { psnr: 'it broke' }, metricVersions: {}, ...settings(2) },
        }),
        rdOf({
          ...{ spec: 'jpeg:quality=3', image: 'p', bytes: 300, exact: true },
          ...{ metrics: { psnr: null }, ...settings(3) },
        }),
      ]),
    );
    const points = pointsOf(data, none, { curve: 0, image: 0 });
    const scores = points.map(({ row }) => scoreOf(data, { row, image: 0, metric: 'psnr' }));
    expect(scores).toEqual([
      { value: 1, reason: null },
      { value: null, reason: 'it broke' },
      { value: Number.POSITIVE_INFINITY, reason: null },
    ]);
    const nearest = (reference: number) =>
      nearestInQuality(data, points, { reference: points[reference]!, image: 0, metric: 'psnr' });
    expect(nearest(0)).toEqual({ point: points[0], off: 0, near: true });
    expect(nearest(1)).toBeNull();
    expect(nearest(2)).toEqual({ point: points[2], off: 0, near: true });
    const other = nearestInQuality(data, points.slice(0, 2), {
      ...{ reference: points[2]!, image: 0, metric: 'psnr' },
    });
    expect(other).toEqual({ point: points[0], off: Number.NEGATIVE_INFINITY, near: false });
    expect(scoreOf(data, { row: 0, image: 0, metric: 'constructor' }).value).toBeNull();
  });

  test('those with a picture are preferred', () => {
    const data = dataOf(writeSite(records));
    const there = { image: 0, row: 2, file: 'x.png', decodedBy: null, reason: null, maps: {} };
    const find = indexPictures({
      ...{ images: [], reasons: [{ code: 'no-bitstream' as const }], maps: {} },
      shown: [there, { ...there, row: 3, file: null, reason: 0 }],
    });
    const points = pointsOf(data, find, { curve: 0, image: 0 });
    expect(pictured(points).map(({ row }) => row)).toEqual([2]);
    expect(pictured(pointsOf(data, none, { curve: 0, image: 0 }))).toHaveLength(5);
  });

  test('two images of one name are kept apart', () => {
    const twins = ['a', 'b'].map((each) => ({
      ...rdOf({ spec: 'jpeg:quality=1', image: 'p' }),
      imageSha256: each.repeat(64),
    }));
    const data = dataOf(writeSite(twins));
    expect(imageKeys(data)).toEqual([`p@${'a'.repeat(12)}`, `p@${'b'.repeat(12)}`]);
  });
});
