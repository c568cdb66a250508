import { describe, expect, test } from 'vitest';
import { defaultBootstrap } from '#src/curves/bootstrap.js';
import { imageTimesTables } from '#src/leaderboard/image-times.js';
import { rdGroups } from '#src/leaderboard/rd-groups.js';
import type { RdRecord } from '#src/results/record.js';
import { facts } from '../support/facts.ts';
import { rdOf, timingOf } from '../support/records.ts';

const images = ['a', 'b', 'c'];
const qualities = [20, 40, 60, 80, 95];

/** Records of a codec whose rate is `factor` times that of the plainest one, at equal PSNR. */
function records(
  codec: string,
  factor: (image: string) => number,
  change: (quality: number, image: string) => Partial<RdRecord> = () => ({}),
): RdRecord[] {
  return qualities.flatMap((quality, i) =>
    images.map((image, nth) =>
      rdOf({
        spec: `${codec}:effort=4,quality=${quality}`,
        image,
        settings: { effort: 4, quality },
        knob: 'quality',
        bpp: 0.25 * 2 ** i * (1 + nth / 4) * factor(image),
        metrics: { psnr: 28 + 3 * i + nth, pixelmatch: 0.5 },
        ...change(quality, image),
      }),
    ),
  );
}

const options = { anchor: 'jpeg', facts, bootstrap: defaultBootstrap };
const groupOf = (all: RdRecord[], anchor = options.anchor) =>
  rdGroups(all, { ...options, anchor })[0]!;
const curveOf = (all: RdRecord[], codec: string) =>
  groupOf(all).curves.find((curve) => curve.codec === codec)!;

describe('standings', () => {
  const plain = records('jpeg', () => 1);

  test('rows that differ in the rate knob alone are one curve', () => {
    const { anchor, curves, rows } = groupOf([...plain, ...records('webp', () => 0.8)]);
    expect(anchor).toBe('jpeg:effort=4');
    expect(curves.map(({ label, knob }) => [label, knob])).toEqual([
      ['jpeg:effort=4', 'quality'],
      ['webp:effort=4', 'quality'],
    ]);
    expect(curves[1]!.points.map((place) => rows[place]!.spec)).toEqual(
      qualities.map((q) => `webp:effort=4,quality=${q}`),
    );
  });

  test('a codec that needs 0.8 of the rate for each image is at -20 %, both ways', () => {
    const [comparison] = curveOf([...plain, ...records('webp', () => 0.8)], 'webp').comparisons;
    expect(comparison).toMatchObject({ metric: 'psnr', overlap: 1, reason: null });
    expect(comparison!.percent).toBeCloseTo(-20, 9);
    expect(comparison!.distortion).toBeCloseTo(-3 * Math.log2(0.8), 9);
    expect(comparison!.images).toMatchObject({ n: 3, of: 3 });
    for (const key of ['percent', 'low', 'high'] as const) {
      expect(comparison!.images![key]).toBeCloseTo(-20, 9);
    }
  });

  test('the mean of images is not the BD-rate of the mean curve, and has an interval', () => {
    const factors: Record<string, number> = { a: 0.5, b: 1, c: 1.5 };
    const all = [...plain, ...records('webp', (image) => factors[image]!)];
    const { percent, images: each } = curveOf(all, 'webp').comparisons[0]!;
    expect(each!.percent).toBeCloseTo(0, 9);
    expect([each!.low < -10, each!.high > 10]).toEqual([true, true]);
    expect(percent).toBeGreaterThan(5);
  });

  test('a metric that is no scale of quality is not compared', () => {
    const { comparisons, quality } = curveOf([...plain, ...records('webp', () => 1)], 'webp');
    expect(comparisons.map(({ metric }) => metric)).toEqual(['psnr']);
    expect(Object.keys(quality)).toEqual(['psnr']);
  });

  test('points that lack an image stand for no mean, and the curve is not complete', () => {
    const webp = records('webp', () => 0.8).filter(
      ({ spec, image }) => !(spec.endsWith('=60') && image === 'b'),
    );
    const curve = curveOf([...plain, ...webp], 'webp');
    expect(curve.complete).toBe(false);
    expect(curve.points).toHaveLength(5);
    expect(curve.comparisons[0]!.percent).toBeCloseTo(-20, 1);
    expect(curve.comparisons[0]!.images).toMatchObject({ n: 3, of: 3 });
  });

  test('null and failed values are never read as zero', () => {
    const exact = records(
      'webp',
      () => 0.8,
      (quality, image) => (quality === 95 && image === 'a' ? { metrics: { psnr: null } } : {}),
    );
    const curve = curveOf([...plain, ...exact], 'webp');
    expect(curve.comparisons[0]!.percent).toBeCloseTo(-20, 1);
    expect(curve.comparisons[0]!.images!.percent).toBeCloseTo(-20, 1);
    const none = records(
      'webp',
      () => 0.8,
      () => ({
        metrics: { psnr: null },
        metricErrors: { psnr: 'it failed' },
      }),
    );
    expect(curveOf([...plain, ...none], 'webp').comparisons[0]).toMatchObject({
      percent: null,
      images: null,
      reason: 'the test has no value of psnr on any image',
    });
  });

  test('one point only, no anchor, two versions of one engine', () => {
    const one = records('webp', () => 1).filter(({ spec }) => spec.endsWith('=60'));
    expect(curveOf([...plain, ...one], 'webp').comparisons[0]!.reason).toContain('has 1 point');
    const alone = groupOf(one);
    expect([alone.anchor, alone.curves[0]!.comparisons]).toEqual([null, []]);
    const newer = records('jpeg', () => 0.9).map((record) => ({
      ...record,
      engine: { ...record.engine, version: '2.0' },
    }));
    const { anchor, curves } = groupOf([...plain, ...newer]);
    expect(anchor).toBe('jpeg:effort=4');
    expect(curves.map(({ engine }) => engine.version)).toEqual(['1.0', '2.0']);
    // Both were written at one time: the higher version is the one.
    expect(curves[0]!.comparisons[0]!.percent).toBeCloseTo(100 / 9, 9);
  });

  test('of two versions the one written last is the anchor, unless @VERSION chooses', () => {
    const older = records('jpeg', () => 0.9).map((record) => ({
      ...record,
      engine: { ...record.engine, version: '2.0' },
      at: '2020-01-01T00:00:00.000Z',
    }));
    const all = [...plain, ...older];
    expect(groupOf(all).anchorCurve).toBe(0);
    expect(groupOf(all, 'jpeg@2.0').anchorCurve).toBe(1);
    expect(groupOf(all, 'jpeg:effort=4@1.0').anchorCurve).toBe(0);
    expect(groupOf(all, 'jpeg@3.0').anchorCurve).toBeNull();
  });

  test('curves of two versions of a metric are not compared, and the reason says which', () => {
    const newer = records('webp', () => 0.8).map((record) => ({
      ...record,
      metricVersions: { psnr: '2', pixelmatch: '1' },
    }));
    const { versions, comparisons } = curveOf([...plain, ...newer], 'webp');
    expect(versions).toEqual({ psnr: '2' });
    expect(comparisons).toEqual([
      {
        metric: 'psnr',
        percent: null,
        overlap: null,
        reason: 'psnr is of version 1 of the anchor, and of 2 of the test',
        distortion: null,
        images: null,
        matched: null,
        times: [],
      },
    ]);
  });

  test('curves without a common range have a reason and no number', () => {
    const far = records(
      'webp',
      () => 1,
      (quality) => ({ metrics: { psnr: 60 + quality / 10 } }),
    );
    expect(curveOf([...plain, ...far], 'webp').comparisons[0]).toMatchObject({
      percent: null,
      overlap: 0,
      reason: 'the curves have no quality in common',
      distortion: expect.any(Number),
      images: null,
      matched: null,
    });
  });

  test('failed jobs make a curve incomplete: shown with n, and compared by what is whole', () => {
    const webp = records('webp', () => 0.8).map((record) =>
      record.spec.endsWith('=95') && record.image !== 'a'
        ? {
            ...record,
            bytes: null,
            bpp: null,
            metrics: {},
            error: { stage: 'encode' as const, message: 'no' },
          }
        : record,
    );
    const group = groupOf([...plain, ...webp]);
    expect(group.images).toBe(3);
    const curve = group.curves.find(({ codec }) => codec === 'webp')!;
    expect([curve.complete, curve.images]).toEqual([false, 1]);
    expect(curve.comparisons[0]!.percent).toBeCloseTo(-20, 1);
  });

  test('a default that changed changes the printed form, and makes no second row', () => {
    const renamed = plain.map((record, i) =>
      i % 2 === 0
        ? record
        : { ...record, spec: record.spec.replace('effort=4,', ''), at: '2027-01-01T00:00:00Z' },
    );
    for (const order of [renamed, renamed.toReversed()]) {
      const { rows, curves } = groupOf(order);
      expect(rows).toHaveLength(5);
      expect(rows.map(({ images, complete }) => [images, complete])).toEqual(
        rows.map(() => [3, true]),
      );
      expect(curves.map(({ label }) => label)).toEqual(['jpeg']);
    }
  });

  test('tells rates at fixed qualities and qualities at fixed rates, inside what was measured', () => {
    const { bpp, quality } = curveOf(plain, 'jpeg');
    expect(bpp['psnr']!['30']).toBeCloseTo(0.25 * 1.25 * 2 ** (1 / 3), 9);
    expect(bpp['psnr']!['40']).toBeCloseTo(0.25 * 1.25 * 2 ** (11 / 3), 9);
    expect(Object.keys(bpp)).toEqual(['psnr']);
    expect(quality['psnr']!['0.25']).toBeNull();
    expect(quality['psnr']!['1']).toBeCloseTo(29 + 3 * Math.log2(1 / 0.3125), 9);
  });

  test('times of other data sets are left out, those of a crop of the pictures are not', () => {
    const timed = (changes: { dataset?: string; crop?: string }) =>
      plain.map(({ spec, image, settings, knob, engine }) =>
        timingOf({
          ...{ spec, image, settings, knob, engine, encode: [1], decode: [0.5] },
          ...changes,
        }),
      );
    const times = imageTimesTables([
      ...timed({}),
      ...timed({ dataset: 'other' }),
      ...timed({ crop: '8x8' }),
    ]);
    const [group] = rdGroups(plain, { ...options, times });
    const [curve] = group!.curves;
    expect(curve!.speeds.map(({ crop, timed: n }) => [crop, n])).toEqual([
      ['8x8', 5],
      [null, 5],
    ]);
    expect(curve!.comparisons[0]!.times.map(({ crop }) => crop)).toEqual(['8x8', null]);
    expect(curve!.fronts.map(({ crop }) => crop)).toEqual(['8x8', null]);
  });
});
