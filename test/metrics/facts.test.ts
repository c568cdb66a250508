import { expect, test } from 'vitest';
import { metrics } from '#src/metrics/registry.js';

test.each(metrics.names)('the facts of %s go together', async (name) => {
  const metric = await metrics.load(name);
  expect(metric.shortTitle).not.toBe('');
  expect(metric.scale === 'decibels-to-0').toBe(metric.scale !== null && metric.better === 'lower');
  if (metric.scale === null) expect(metric.fixedQualities).toEqual([]);
  if (metric.frontQuality !== null) expect(metric.scale).not.toBeNull();
  expect(metric.fixedQualities).toEqual(metric.fixedQualities.toSorted((a, b) => a - b));
});
