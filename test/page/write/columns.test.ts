import { expect, test } from 'vitest';
import { failedRdOf, rdOf } from '../../support/records.ts';
import { curveOf, dataOf, writeSite } from '../site.ts';

test("every value stands in its image's place, and bytes give the bits per pixel", () => {
  const records = curveOf('webp', { metrics: ['psnr', 'ms-ssim'] });
  const data = dataOf(writeSite(records));
  expect(data.images.map(({ name }) => name)).toEqual(['p1', 'p2', 'p3']);
  for (const record of records) {
    const row = data.group.rows.findIndex(({ spec }) => spec === record.spec);
    const image = data.images.findIndex(({ sha256 }) => sha256 === record.imageSha256);
    const { width, height } = data.images[image]!;
    expect((8 * data.rows[row]!.bytes[image]!) / (width! * height!)).toBe(record.bpp);
    for (const [metric, value] of Object.entries(record.metrics)) {
      expect(data.rows[row]!.metrics[metric]![image]).toBeCloseTo(value!, 7);
    }
  }
  expect(data.rows.every(({ missing }) => missing.length === 0)).toBe(true);
});

test('rows of a curve are told by their places, from the lowest rate on', () => {
  const data = dataOf(writeSite([...curveOf('webp'), ...curveOf('avif')]));
  const specs = data.group.curves.map(({ points }) =>
    points.map((place) => data.group.rows[place]!.spec),
  );
  const qualities = [20, 40, 60, 80, 90];
  expect(specs).toEqual(
    ['avif', 'webp'].map((codec) => qualities.map((quality) => `${codec}:quality=${quality}`)),
  );
});

test('a value that is missing is null, and says why', () => {
  const spec = 'webp:quality=1';
  const data = dataOf(
    writeSite([
      rdOf({ spec, image: 'a', metrics: { psnr: null, ssim: 0.5 }, at: '2026-01-02T00:00:00Z' }),
      rdOf({
        spec,
        image: 'b',
        metrics: { psnr: 30, ssim: 0.4 },
        metricVersions: { psnr: '1', ssim: '0' },
      }),
      rdOf({ spec, image: 'c', metrics: { psnr: null }, metricErrors: { psnr: 'too small' } }),
      failedRdOf({ spec, image: 'd' }),
      rdOf({ spec: 'avif:quality=1', image: 'e', metrics: { psnr: 31 } }),
    ]),
  );
  const row = data.group.rows.findIndex((each) => each.spec === spec);
  const { bytes, metrics, missing } = data.rows[row]!;
  expect(bytes).toEqual([2500, 2500, 2500, null, null]);
  expect(metrics).toEqual({
    psnr: [null, 30, null, null, null],
    ssim: [0.5, null, null, null, null],
  });
  const told = missing.map(([image, metric, reason]) => [
    image,
    metric,
    reason === null ? 'exact' : data.reasons[reason],
  ]);
  expect(told).toEqual([
    [3, null, 'failed in encode: it did not want to'],
    [4, null, 'not measured'],
    [0, 'psnr', 'exact'],
    [2, 'psnr', 'too small'],
    [1, 'ssim', 'of version 0 of the metric, and 1 counts'],
    [2, 'ssim', 'not measured'],
  ]);
});

test('a job that failed and then went well has no error left', () => {
  const spec = 'webp:quality=1';
  const data = dataOf(writeSite([failedRdOf({ spec, image: 'a' }), rdOf({ spec, image: 'a' })]));
  expect(data.reasons).toEqual([]);
  expect(data.rows[0]!.bytes).toEqual([2500]);
});
