import { describe, expect, test } from 'vitest';
import { UsageError } from '#src/errors.js';
import { metrics, parseMetricList } from '#src/metrics/registry.js';

describe('parseMetricList', () => {
  test('keeps the order, drops blanks and what came before', () => {
    expect(parseMetricList('ssim, psnr,,ssim')).toEqual(['ssim', 'psnr']);
  });

  test('all is every metric, once', () => {
    expect(parseMetricList('all')).toEqual([...metrics.names]);
    expect(parseMetricList('ssim,all')).toEqual([
      'ssim',
      ...metrics.names.filter((name) => name !== 'ssim'),
    ]);
  });

  test('an unknown name suggests the nearest', () => {
    expect(() => parseMetricList('psnr,sssim')).toThrow(UsageError);
    expect(() => parseMetricList('psnr,sssim')).toThrow(
      "unknown metric 'sssim'; did you mean ssim? known: psnr, psnr-y",
    );
    expect(() => parseMetricList('constructor')).toThrow("unknown metric 'constructor'");
  });

  test('an empty list is refused', () => {
    expect(() => parseMetricList(' , ')).toThrow('no metric in');
  });
});
