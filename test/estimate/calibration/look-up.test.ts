import { describe, expect, test } from 'vitest';
import { constantsOf } from '#src/estimate/calibration/look-up.js';
import { calibrationOf, deflating, entryOf } from '../../support/estimates.ts';

const { identity } = deflating();
const at = (rate: number) => ({ ...identity, rate });
const curve = calibrationOf(
  entryOf({ of: at(80), coefficients: { seam: 20 }, errors: { low: -0.2, high: 0.2, p95: 0.4 } }),
  entryOf({ of: at(40), coefficients: { seam: 10 }, errors: { low: -0.1, high: 0.3, p95: 0.2 } }),
  entryOf({ estimator: 'other', of: at(60), coefficients: { seam: 99 } }),
  entryOf({ of: null, coefficients: {}, errors: { low: -1, high: 1, p95: 2 } }),
);

describe('the constants of a compressor', () => {
  test('are those that were measured at its rate', () => {
    expect(constantsOf(curve, 'tiles', at(40))).toEqual({
      coefficients: { seam: 10 },
      errors: { low: -0.1, high: 0.3, p95: 0.2 },
      megapixels: { least: 0.5, most: 10 },
      ownEngine: true,
      remark: null,
    });
  });

  test('lie between those of the nearest rates', () => {
    const { coefficients, errors, remark } = constantsOf(curve, 'tiles', at(50))!;
    expect(coefficients['seam']).toBeCloseTo(12.5);
    expect(errors.p95).toBeCloseTo(0.25);
    expect(remark).toBeNull();
  });

  test('beyond the ends are those of the end, and it is said', () => {
    const { coefficients, remark } = constantsOf(curve, 'tiles', at(95))!;
    expect(coefficients).toEqual({ seam: 20 });
    expect(remark).toBe('measured from 40 to 80 only; the constants of 80 were taken');
  });

  test('are those of pictures of the nearest size, where small and large ones have their own', () => {
    const sized = (least: number, most: number, rate: number, seam: number) =>
      entryOf({ of: at(rate), coefficients: { seam }, megapixels: { least, most } });
    const both = calibrationOf(
      ...[sized(2, 8, 40, 10), sized(0.2, 0.4, 40, 50)],
      // Of one size though their ranges differ.
      ...[sized(3, 4, 80, 20), sized(0.3, 0.3, 80, 90)],
    );
    const seamOf = (rate: number, pixels?: number) =>
      constantsOf(both, 'tiles', at(rate), pixels)!.coefficients['seam'];
    expect([seamOf(40, 3e5), seamOf(80, 1e4), seamOf(60, 3.5e5)]).toEqual([50, 90, 70]);
    expect([seamOf(40, 4e6), seamOf(80, 7e6), seamOf(60, 5e7)]).toEqual([10, 20, 15]);
    // Between the two by ratio: 0.8 is twice 0.4, and 2 is more than twice that.
    expect([seamOf(40, 0.8e6), seamOf(40, 1e6)]).toEqual([50, 10]);
    expect(seamOf(40)).toBe(50);
    expect(constantsOf(both, 'tiles', at(60), 3e5)!.megapixels).toEqual({ least: 0.2, most: 0.4 });
  });

  test.each([
    ['codec', { ...at(40), codec: 'other' }],
    ['engine', { ...at(40), engine: { ...identity.engine, name: 'other' } }],
    ['version', { ...at(40), engine: { ...identity.engine, version: '2' } }],
    ['runtime', { ...at(40), engine: { ...identity.engine, runtime: 'wasm' as const } }],
    ['setting', { ...at(40), setting: 'other' }],
  ])('of another %s are not taken: the pooled errors are, and it is said', (_, other) => {
    const found = constantsOf(curve, 'tiles', other)!;
    expect(found).toMatchObject({ coefficients: {}, errors: { p95: 2 }, ownEngine: false });
    const { name, version } = other.engine;
    expect(found.remark).toBe(
      `nothing was measured of ${other.codec} by ${name} ${version} at this setting`,
    );
  });

  test('are null of an estimator that the file does not have', () => {
    expect(constantsOf(curve, 'bands', at(40))).toBeNull();
    expect(constantsOf(calibrationOf(), 'tiles', at(40))).toBeNull();
  });

  test('of a compressor without a rate are the one entry', () => {
    const calibration = calibrationOf(entryOf({ coefficients: { seam: 3 } }));
    expect(constantsOf(calibration, 'tiles', identity)).toMatchObject({
      coefficients: { seam: 3 },
      remark: null,
    });
  });
});
