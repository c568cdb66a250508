import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  type BdMethod,
  bdDistortion,
  bdMethods,
  bdRate,
  bdTime,
  type RatePoint,
  undominated,
} from '#src/curves/bd-rate.js';
import { describeShared, shared } from '../support/shared.ts';

const points = (...pairs: [number, number][]): RatePoint[] =>
  pairs.map(([rate, quality]) => ({ rate, quality }));

const anchor = points([0.2, 30], [0.4, 33], [0.8, 36.5], [1.6, 40], [3.2, 44]);
const scaled = (factor: number): RatePoint[] =>
  anchor.map(({ rate, quality }) => ({ rate: factor * rate, quality }));

describe.each(bdMethods)('bdRate by %s', (method) => {
  test('a codec that needs a share of the rate everywhere is cheaper by just that', () => {
    for (const factor of [0.5, 0.9, 1, 1.1, 3]) {
      const { percent, overlap, reason } = bdRate(anchor, scaled(factor), { method });
      expect(percent).toBeCloseTo(100 * (factor - 1), 9);
      expect([overlap, reason]).toEqual([1, null]);
    }
  });

  test('does not ask for an order, nor for a unit of rate', () => {
    const other = points([0.3, 31], [0.5, 34], [1, 38], [2, 41.5]);
    const { percent } = bdRate(anchor, other, { method });
    expect(percent).toBeTypeOf('number');
    const shuffled = [anchor[3]!, anchor[0]!, anchor[4]!, anchor[2]!, anchor[1]!];
    expect(bdRate(shuffled, other.toReversed(), { method }).percent).toBe(percent);
    const bytes = (curve: RatePoint[]) => curve.map((p) => ({ ...p, rate: p.rate * 49_152 }));
    expect(bdRate(bytes(anchor), bytes(other), { method }).percent).toBeCloseTo(percent!, 9);
  });

  test('drops points that others of the curve beat', () => {
    const bent = [...anchor, { rate: 2, quality: 35 }, { rate: 0.5, quality: 33 }];
    expect(bdRate(anchor, bent, { method }).percent).toBeCloseTo(0, 9);
  });
});

describe('bdRate', () => {
  test('gives no number, but a reason, where there is nothing to tell', () => {
    const three = anchor.slice(0, 3);
    expect(bdRate(anchor, three)).toEqual({
      percent: null,
      overlap: null,
      reason: 'the test has 3 points; 4 are needed',
    });
    expect(bdRate([...three, { rate: 9, quality: 20 }], anchor).reason).toBe(
      'the anchor has 3 points, after dropping 1 that others of it beat; 4 are needed',
    );
    const above = anchor.map(({ rate, quality }) => ({ rate, quality: quality + 20 }));
    expect(bdRate(anchor, above)).toEqual({
      percent: null,
      overlap: 0,
      reason: 'the curves have no quality in common',
    });
    expect(bdRate(anchor, anchor.slice(1, 2)).reason).toBe('the test has 1 point; 4 are needed');
    expect(bdRate(anchor, []).reason).toBe('the test has 0 points; 4 are needed');
    const four = anchor.slice(0, 4);
    expect(bdRate(four, four)).toEqual({ percent: 0, overlap: 1, reason: null });
    for (const bad of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      const reason = `the test has a point at rate ${bad} and quality 50`;
      const broken = [...anchor, { rate: bad, quality: 50 }];
      expect(bdRate(anchor, broken)).toEqual({ percent: null, overlap: null, reason });
    }
    expect(bdRate([...anchor, { rate: 1, quality: Number.NaN }], anchor).percent).toBeNull();
  });

  test('warns of a small overlap, and states it', () => {
    const above = anchor.map(({ rate, quality }) => ({ rate, quality: quality + 7 }));
    const { percent, overlap, reason } = bdRate(anchor, above);
    expect(percent).toBeLessThan(0);
    expect(overlap).toBeCloseTo(7 / 21, 12);
    expect(reason).toContain('33 % of their range');
    const shifted = (by: number) =>
      anchor.map(({ rate, quality }) => ({ rate, quality: quality + by }));
    // The curve covers 14 units of quality.
    expect(bdRate(anchor, shifted(2))).toMatchObject({ overlap: 0.75, reason: null });
    expect(bdRate(shifted(2), anchor).reason).toBeNull();
    expect(bdRate(anchor, shifted(2.125)).reason).toContain('73 % of their range of quality');
    const half = points([0.2, 30], [0.25, 31], [0.3, 32], [0.4, 37]);
    expect(bdRate(anchor, half)).toMatchObject({ overlap: 0.5 });
    expect(bdRate(anchor, half).reason).toContain('50 % of their range');
    expect(bdRate(anchor, shifted(14))).toMatchObject({ percent: null, overlap: 0 });
  });

  test('bdDistortion of a curve that is better by 1.5 everywhere is 1.5', () => {
    const better = anchor.map(({ rate, quality }) => ({ rate, quality: quality + 1.5 }));
    for (const method of bdMethods) {
      expect(bdDistortion(anchor, better, { method }).difference).toBeCloseTo(1.5, 9);
    }
  });
});

describe('bdTime', () => {
  const timed = (curve: RatePoint[], seconds: (point: RatePoint) => number) =>
    curve.map((point) => ({ ...point, seconds: seconds(point) }));
  const times = timed(anchor, ({ rate }) => 0.1 + 0.02 * rate);

  test('a codec that takes a share of the time everywhere is faster by just that', () => {
    for (const method of bdMethods) {
      const faster = times.map((point) => ({ ...point, seconds: point.seconds / 4 }));
      const { percent, overlap, reason } = bdTime(times, faster, { method });
      expect(percent).toBeCloseTo(-75, 9);
      expect([overlap, reason]).toEqual([1, null]);
    }
  });

  test('is of equal quality: rates do not matter, but that they drop what is beaten', () => {
    const dear = times.map((point) => ({ ...point, rate: 3 * point.rate }));
    expect(bdTime(times, dear).percent).toBeCloseTo(0, 9);
    const beaten = [...times, { rate: 3, quality: 35, seconds: 1000 }];
    expect(bdTime(times, beaten).percent).toBeCloseTo(0, 9);
  });

  test('time need not rise with quality: no point is dropped for being slow', () => {
    const falling = timed(anchor, ({ quality }) => 1 / quality);
    const { percent } = bdTime(
      falling,
      timed(anchor, ({ quality }) => 2 / quality),
    );
    expect(percent).toBeCloseTo(100, 9);
  });

  test('needs seconds above 0', () => {
    const none = timed(anchor, ({ rate }) => (rate > 1 ? 1 : 0));
    expect(bdTime(none, times)).toMatchObject({
      percent: null,
      reason: 'the anchor has a point of 0 seconds',
    });
  });
});

test('undominated keeps the best of one rate and the cheapest of one quality', () => {
  const kept = undominated(points([2, 30], [1, 30], [1, 29], [3, 31], [4, 31], [5, 30.5]));
  expect(kept).toEqual(points([1, 30], [3, 31]));
});

const curve = z.array(z.tuple([z.number(), z.number()]));
const vectorsSchema = z.object({
  vectors: z.array(
    z.object({
      name: z.string(),
      anchor: curve,
      test: curve,
      published: z.record(z.string(), z.number()).optional(),
      computed: z.record(z.string(), z.number()),
    }),
  ),
});

// CompressAI, results/image/kodak/webp.json (Pillow 7.1.2), to 8 digits.
const webp = points(
  [0.23441908, 28.328424],
  [0.29633586, 29.151205],
  [0.35286458, 29.820851],
  [0.40704854, 30.406979],
  [0.46080187, 30.939177],
  [0.51270549, 31.442621],
  [0.56740655, 31.935957],
  [0.62073941, 32.424824],
  [0.67467584, 32.88346],
  [0.72181702, 33.237553],
  [0.77087741, 33.606664],
  [0.82367452, 33.971663],
  [0.87402683, 34.328179],
  [0.93429057, 34.69345],
  [0.99838765, 35.104168],
  [1.2163137, 36.369046],
  [1.5200806, 37.778259],
  [2.0103539, 39.556952],
  [2.9284787, 41.759249],
);

describeShared('BD-rate of others', () => {
  const read = (file: string): unknown =>
    JSON.parse(readFileSync(shared('reference', file), 'utf8'));
  const { vectors } = vectorsSchema.parse(read('bd-rate-vectors.json'));

  test.each(vectors)('$name', ({ anchor: a, test: b, published = {}, computed }) => {
    for (const [method, expected] of Object.entries(computed)) {
      const { percent } = bdRate(points(...a), points(...b), { method: method as BdMethod });
      expect(percent, method).toBeCloseTo(expected, 5);
    }
    for (const method of bdMethods) {
      const expected = published[method];
      if (expected === undefined) continue;
      expect(bdRate(points(...a), points(...b), { method }).percent).toBeCloseTo(expected, 9);
    }
    const db = published['bd_psnr_poly3'];
    if (db === undefined) return;
    const { difference } = bdDistortion(points(...a), points(...b), { method: 'poly3' });
    expect(difference).toBeCloseTo(db, 9);
  });

  test('CompressAI against its JPEG, by mean curves', () => {
    const { codecs } = z
      .object({
        codecs: z.record(
          z.string(),
          z.object({
            points: z.array(z.object({ bpp: z.number(), psnr_rgb: z.number().nullish() })),
          }),
        ),
      })
      .parse(read('kodak-compressai.json'));
    const curveOf = (id: string): RatePoint[] =>
      codecs[id]!.points.flatMap(({ bpp, psnr_rgb }) =>
        typeof psnr_rgb === 'number' ? [{ rate: bpp, quality: psnr_rgb }] : [],
      );
    const jpeg = curveOf('jpeg');
    const expected = {
      jpeg2000: -35.86,
      vtm: -67.58,
      'compressai-cheng2020-anchor_mse_cuda': -65.41,
    };
    for (const [id, percent] of Object.entries(expected)) {
      expect(bdRate(jpeg, curveOf(id)).percent, id).toBeCloseTo(percent, 2);
    }
    // The shared file has 4 of WebP's 19 points, which give another figure than all of them.
    expect(curveOf('webp')).toHaveLength(4);
    expect(bdRate(jpeg, curveOf('webp')).percent).toBeCloseTo(-34.66, 2);
    expect(bdRate(jpeg, webp).percent).toBeCloseTo(-36.18, 2);
  });
});
