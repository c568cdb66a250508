import { expect, test } from 'vitest';
import { unknownMetric } from '#src/curves/metric-facts.js';
import { checkTarget, qualityOf, readTarget } from '#src/pick/target.js';

test('a target is a metric and a value', () => {
  expect(readTarget('ssimulacra2=80')).toEqual({ metric: 'ssimulacra2', value: 80 });
  expect(readTarget(' butteraugli-p3 = .5 ')).toEqual({ metric: 'butteraugli-p3', value: 0.5 });
  expect(readTarget('ssimulacra2=-5').value).toBe(-5);
});

test.each(['80', 'ssimulacra2', 'ssimulacra2=', '=80', 'psnr=high', 'psnr=1=2'])(
  '%j is none',
  (text) => {
    expect(() => readTarget(text)).toThrow(
      `at takes a metric and a value, such as ssimulacra2=80, got '${text}'`,
    );
  },
);

test('what is better than equal pictures cannot be met', () => {
  const high = { ...unknownMetric('ssim'), better: 'higher' as const, perfect: 1 };
  checkTarget({ metric: 'ssim', value: 1 }, high);
  checkTarget({ metric: 'ssim', value: null }, high);
  expect(() => checkTarget({ metric: 'ssim', value: 98 }, high)).toThrow('ssim is 1 at most');
  const low = { ...unknownMetric('lpips'), better: 'lower' as const, perfect: 0 };
  checkTarget({ metric: 'lpips', value: 0.1 }, low);
  expect(() => checkTarget({ metric: 'lpips', value: -1 }, low)).toThrow('lpips is 0 at least');
});

test('quality rises with every metric as it gets better', () => {
  expect(qualityOf({ scale: 'value', better: 'higher' }, 80)).toBe(80);
  expect(qualityOf({ scale: 'decibels-to-1', better: 'higher' }, 0.99)).toBeCloseTo(20, 9);
  expect(qualityOf({ scale: 'decibels-to-0', better: 'lower' }, 0.01)).toBeCloseTo(20, 9);
  expect(qualityOf({ scale: null, better: 'lower' }, 3)).toBe(-3);
  expect(qualityOf({ scale: 'value', better: 'lower' }, 3)).toBe(-3);
  expect(qualityOf({ scale: null, better: null }, 3)).toBe(3);
  expect(qualityOf({ scale: 'value', better: 'higher' }, null)).toBe(Infinity);
  expect(qualityOf({ scale: 'decibels-to-0', better: 'lower' }, 0)).toBe(Infinity);
});
