import { describe, expect, test } from 'vitest';
import type { PartSample } from '#src/estimate/estimator.js';
import { correctedBits, intervalLevel, largestError, predict } from '#src/estimate/predict.js';
import { calibrationOf, deflating, entryOf } from '../support/estimates.ts';

const size = { width: 1000, height: 800 };
const { identity } = deflating();
const sample: PartSample = {
  kind: 'part',
  bits: 2,
  overhead: 50,
  features: { seam: 0.1, step: 4 },
};

const predicted = (errors: { low: number; high: number; p95: number }, coefficients = {}) =>
  predict(sample, size, 'tiles', identity, calibrationOf(entryOf({ errors, coefficients })));

describe('a prediction of a part', () => {
  test('is its bits times the pixels, and what a file costs by itself', () => {
    expect(predicted({ low: 0, high: 0, p95: 0 }).predictedBytes).toBe(50 + (2 * 800_000) / 8);
  });

  test('takes off what features cost by the calibration', () => {
    const { predictedBytes } = predicted({ low: 0, high: 0, p95: 0 }, { seam: 5, other: 3 });
    expect(predictedBytes).toBe(50 + ((2 - 0.5) * 800_000) / 8);
  });

  test('has the interval of the errors that were measured', () => {
    const low = Math.log(0.9);
    const { interval, predictedBytes } = predicted({ low, high: Math.log(1.25), p95: 0.3 });
    expect(interval).toEqual({
      low: Math.round(predictedBytes * 0.9),
      high: Math.round(predictedBytes * 1.25),
      level: intervalLevel,
    });
  });

  test('lies in its interval, also where all errors are on one side', () => {
    const { interval, predictedBytes } = predicted({ low: -0.1, high: -0.02, p95: 0.1 });
    expect(interval.high).toBe(predictedBytes);
    expect(interval.low).toBeLessThan(predictedBytes);
  });

  test('is as sure as the largest errors allow, whatever the estimator', () => {
    const sure = (p95: number) => predicted({ low: 0, high: 0, p95 }).confidence;
    expect(sure(Math.log(1.049))).toBe('high');
    expect(sure(Math.log(1.051))).toBe('medium');
    expect(sure(Math.log(1.4))).toBe('low');
  });

  test('errs as far as its sample spreads', () => {
    const errors = { low: -0.02, high: 0.02, p95: 0.03 };
    const calibration = calibrationOf(entryOf({ errors }));
    const of = (spread: number) =>
      [{ ...sample, spread }, size, 'tiles', identity, calibration] as const;
    const [near, far] = [predict(...of(1)), predict(...of(5))];
    expect([near.confidence, far.confidence]).toEqual(['high', 'low']);
    expect(far.interval.high / far.predictedBytes).toBeCloseTo(Math.exp(0.1), 3);
    expect(largestError(...of(1))).toBeCloseTo(Math.expm1(0.03));
    expect(largestError(...of(5))).toBeCloseTo(Math.expm1(0.15));
  });

  test('that is doubted errs by no less than what was measured', () => {
    const of = (low: number) => {
      const calibration = calibrationOf(entryOf({ errors: { low, high: 0, p95: -low } }));
      return predict({ ...sample, doubt: 'a thumbnail' }, size, 'tiles', identity, calibration);
    };
    const [near, far] = [of(-0.01), of(-2)];
    for (const one of [near, far]) {
      expect(one).toMatchObject({ confidence: 'low', reason: 'a thumbnail' });
      expect(one.interval.high / one.predictedBytes).toBeCloseTo(3, 3);
    }
    expect(near.predictedBytes / near.interval.low).toBeCloseTo(3, 3);
    expect(far.predictedBytes / far.interval.low).toBeCloseTo(Math.exp(2), 2);
  });

  test('of another engine errs no less with a larger sample', () => {
    const pooled = calibrationOf(entryOf({ of: null, errors: { low: 0, high: 0, p95: 0.1 } }));
    const of = (spread: number) =>
      largestError({ ...sample, spread }, size, 'tiles', identity, pooled);
    expect(of(0.3)).toBe(of(1));
    expect(of(2)).toBeGreaterThan(of(1));
  });

  test('of a picture unlike those of the calibration in size is low, and says so', () => {
    const calibration = calibrationOf(
      entryOf({ megapixels: { least: 2, most: 10 }, errors: { low: 0, high: 0, p95: 0.01 } }),
    );
    const of = (width: number) =>
      predict(sample, { width, height: 1000 }, 'tiles', identity, calibration);
    expect(of(3000)).toMatchObject({ confidence: 'high', reason: null });
    const small = of(500);
    expect(small.confidence).toBe('low');
    expect(small.interval.high).toBeGreaterThan(2 * small.predictedBytes);
    expect(small.reason).toBe(
      'its errors were measured of pictures of 2.0 to 10.0 megapixels only, and this has 0.5',
    );
    expect(of(50_000).confidence).toBe('low');
  });

  test('of which nothing was measured is low, with a wide interval, and says so', () => {
    const { confidence, interval, reason, predictedBytes } = predict(
      sample,
      size,
      'tiles',
      identity,
      calibrationOf(),
    );
    expect(confidence).toBe('low');
    expect(interval.low).toBeLessThan(predictedBytes / 2);
    expect(interval.high).toBeGreaterThan(2 * predictedBytes);
    expect(reason).toMatch(/calibration has nothing/);
  });
});

test('a prediction of the whole is its bytes, and high', () => {
  const whole = { kind: 'whole', bytes: 777, reason: 'why' } as const;
  expect(predict(whole, size, 'exact', identity, calibrationOf())).toEqual({
    predictedBytes: 777,
    interval: { low: 777, high: 777, level: intervalLevel },
    confidence: 'high',
    reason: 'why',
  });
});

test('the whole has no error', () => {
  const whole = { kind: 'whole', bytes: 777, reason: null } as const;
  expect(largestError(whole, size, 'exact', identity, calibrationOf())).toBe(0);
});

test('no correction makes a picture weigh nothing', () => {
  const bits = correctedBits({ bits: 2, features: { seam: 1 } }, { seam: 100 });
  expect(bits).toBeGreaterThan(0);
  expect(correctedBits({ bits: 2, features: { seam: 1 } }, { seam: -1 })).toBe(3);
});
