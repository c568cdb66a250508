import { expect, test } from 'vitest';
import { assume } from '#src/estimate/assume.js';

test.each([
  [{ spec: 'avif', lossless: false }, 700, '30 %'],
  [{ spec: 'png', lossless: true }, 950, '5 %'],
])('what is saved as a rule stands for %j', async (asked, predictedBytes, share) => {
  const answer = await assume(new Uint8Array(1000), asked, { why: 'too slow', seconds: 1.5 });
  expect(answer).toEqual({
    ...{ spec: asked.spec, predictedBytes, milliseconds: 1500 },
    interval: { low: 0, high: 1000, level: 0.8 },
    ...{ estimator: 'assumed', confidence: 'low' },
    reason: `too slow; a saving of ${share} is assumed`,
  });
});

test('the size of a file is its own', async () => {
  const asked = { spec: 'png', lossless: true };
  const here = await assume(import.meta.filename, asked, { why: 'x', seconds: 0 });
  expect(here.interval.high).toBeGreaterThan(500);
});
