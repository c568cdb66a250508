import { expect, test } from 'vitest';
import { curveAt, noImageCurves } from '#src/leaderboard/image-curves.js';
import { readByMetric, recordCurves, tableCurves } from '#src/leaderboard/metric-curves.js';
import { tablesOf } from '#src/leaderboard/rd-table.js';
import { groupRecords } from '#src/leaderboard/record-groups.js';
import type { RdRecord } from '#src/results/record.js';
import { metricOf } from '../support/facts.ts';
import { failedRdOf, rdOf } from '../support/records.ts';

const images = ['a', 'b'];

/** Records of a curve whose rates fall as its knob rises. */
function records(codec: string, effort: number, version = '1'): RdRecord[] {
  return [1, 2, 4].flatMap((distance) =>
    images.map((image, nth) =>
      rdOf({
        spec: `${codec}:effort=${effort},distance=${distance}`,
        image,
        settings: { effort, distance },
        knob: 'distance',
        engine: { name: `lib${codec}`, version, runtime: 'native' },
        bpp: (1 + nth) / distance,
        metrics: { psnr: 40 - 3 * distance + nth },
      }),
    ),
  );
}

const mixed = ['10', '9'].flatMap((version) =>
  ['jxl', 'avif'].flatMap((codec) => [7, 3].flatMap((effort) => records(codec, effort, version))),
);
const curvesOf = (all: RdRecord[]) => tableCurves(tablesOf(all)[0]!);

test('rates with weights of their own are one curve, unless one was measured with several', () => {
  const levels = [1, 2, 4].flatMap((distance) =>
    records('jxl', 7, `level ${distance} (1)`).filter(
      ({ settings }) => settings['distance'] === distance,
    ),
  );
  const [curve, ...others] = curvesOf(levels);
  expect([curve!.points.length, others]).toEqual([3, []]);
  const again = records('jxl', 7, 'level 5 (1)').filter(
    ({ settings }) => settings['distance'] === 4,
  );
  expect(curvesOf([...levels, ...again]).map(({ points }) => points.length)).toEqual([1, 1, 1, 1]);
});

test('curves are sorted by label, those of one label by version; points by rate', () => {
  for (const order of [mixed, mixed.toReversed()]) {
    expect(curvesOf(order).map(({ label, engine }) => `${label} ${engine.version}`)).toEqual([
      'avif:effort=3 9',
      'avif:effort=3 10',
      'avif:effort=7 9',
      'avif:effort=7 10',
      'jxl:effort=3 9',
      'jxl:effort=3 10',
      'jxl:effort=7 9',
      'jxl:effort=7 10',
    ]);
    for (const { points, knob } of curvesOf(order)) {
      expect([knob, ...points.map(({ bpp }) => bpp)]).toEqual(['distance', 0.375, 0.75, 1.5]);
    }
  }
});

test('curves of whole records are those of the table', () => {
  const all = [
    ...mixed.slice(1),
    failedRdOf({ spec: 'webp', image: 'a' }),
    failedRdOf({ spec: 'raw', image: 'c' }),
    rdOf({ spec: 'raw', image: 'b', bpp: 24 }),
  ];
  const [group] = groupRecords(all, ({ dataset }) => [dataset]);
  const outline = (curves: ReturnType<typeof curvesOf> | ReturnType<typeof recordCurves>) =>
    curves.map(({ label, codec, engine, knob, points }) => [
      { label, codec, engine, knob },
      ...points.map(({ identity, bpp, complete }) => ({ identity, bpp, complete })),
    ]);
  const expected = outline(curvesOf(all));
  const whole = recordCurves(group!.rows, images.length);
  expect(outline(whole)).toEqual(expected);
  expect(expected.map(([curve]) => curve)).not.toContainEqual(
    expect.objectContaining({ codec: 'webp' }),
  );
  const raw = whole.find(({ codec }) => codec === 'raw')!;
  expect(raw).toMatchObject({ label: 'raw', knob: null, points: [{ complete: false, bpp: 24 }] });
  expect(raw.points[0]!.records.map(({ image }) => image)).toEqual(['b']);
  const cut = whole.flatMap(({ points }) => points.filter(({ complete }) => !complete));
  expect(cut.map(({ identity }) => identity.spec)).toEqual(['jxl:effort=7,distance=1', 'raw']);
});

test('by a metric: the means of complete points, and the curve of each image', () => {
  const gaps = records('jxl', 7).map((record): RdRecord => {
    if (record.image !== 'b') return record;
    if (record.settings['distance'] === 4) return { ...record, metrics: { psnr: null } };
    return record.settings['distance'] === 2 ? { ...record, metrics: {} } : record;
  });
  const [curve] = curvesOf(gaps);
  const { version, mean, images: each, ...rest } = readByMetric(curve!, metricOf('psnr'));
  expect([version, rest]).toEqual([
    '1',
    { metric: 'psnr', scale: 'value', points: 3, infinite: 1 },
  ]);
  expect(mean).toEqual([{ rate: 1.5, quality: 37.5, point: 2 }]);
  expect([...each.images].map((image, place) => [image, curveAt(each, place)])).toEqual([
    [
      0,
      [
        { rate: 0.25, quality: 28, point: 0 },
        { rate: 0.5, quality: 34, point: 1 },
        { rate: 1, quality: 37, point: 2 },
      ],
    ],
    [1, [{ rate: 2, quality: 38, point: 2 }]],
  ]);
});

test('a metric that no record has, or that is no scale of quality, gives no points', () => {
  const [curve] = curvesOf(records('jxl', 7));
  const none = { points: 3, infinite: 0, mean: [], images: noImageCurves };
  const absent = { metric: 'ssim', scale: 'decibels-to-1', version: null, ...none };
  expect(readByMetric(curve!, metricOf('ssim'))).toEqual(absent);
  const plain = { id: 'psnr', scale: null };
  expect(readByMetric(curve!, plain)).toEqual({
    ...{ metric: 'psnr', scale: null, version: '1', ...none },
  });
});
