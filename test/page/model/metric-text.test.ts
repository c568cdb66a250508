import { expect, test } from 'vitest';
import {
  formatMetric,
  isDistance,
  isScale,
  metricAxis,
  metricTitle,
} from '#src/page/model/metric-text.js';
import { metricFacts } from '#src/results/metric-facts.js';
import { facts } from '../../support/facts.ts';

const data = { metrics: [...facts.values()].map((each) => metricFacts.parse(each)) };

test('metrics by their names, those not known by their ids', () => {
  expect(metricAxis(data, 'psnr')).toBe('PSNR (dB)');
  expect(metricAxis(data, 'dists')).toBe('DISTS');
  expect(metricTitle(data, 'constructor')).toBe('constructor');
});

test('values with the decimals of the metric', () => {
  expect(formatMetric(data, 'ms-ssim', 0.98765)).toBe('0.9877');
  expect(formatMetric(data, 'ssimulacra2', -3.14)).toBe('−3.1');
  expect(formatMetric(data, 'constructor', 1)).toBe('1.0000');
});

test('which way is better, and whether curves compare by it', () => {
  const told = ['butteraugli', 'pixelmatch', 'psnr', 'constructor'].map((id) => [
    isDistance(data, id),
    isScale(data, id),
  ]);
  expect(told).toEqual([
    [true, true],
    [true, false],
    [false, true],
    [false, false],
  ]);
});
