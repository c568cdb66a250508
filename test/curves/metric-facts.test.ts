import { expect, test } from 'vitest';
import { factsIn, factsOf, unknownMetric } from '#src/curves/metric-facts.js';

const psnr = { ...unknownMetric('psnr'), title: 'PSNR', decimals: 2 };

test('a metric without facts is shown by its id with 4 decimals, and is no scale', () => {
  for (const facts of [
    factsIn([psnr], 'toString'),
    factsOf(new Map([['psnr', psnr]]), 'toString'),
  ]) {
    expect(facts).toMatchObject({ id: 'toString', shortTitle: 'toString', decimals: 4 });
    expect(facts).toMatchObject({ scale: null, better: null, nearlyEqual: null, unit: '' });
    expect(facts).toMatchObject({ title: 'toString', fixedQualities: [], frontQuality: null });
  }
});

test('known facts are found', () => {
  expect(factsIn([psnr], 'psnr')).toBe(psnr);
  expect(factsOf(new Map([['psnr', psnr]]), 'psnr')).toBe(psnr);
});
