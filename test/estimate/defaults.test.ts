import { expect, test } from 'vitest';
import { estimateOptions } from '#src/cli/options/estimate.js';
import { estimateDefaults } from '#src/estimate/defaults.js';

test('the command line has the same defaults as the library', () => {
  const { estimator, ...numbers } = estimateDefaults;
  expect({
    timeBudgetSeconds: estimateOptions['time-budget'].default,
    timeLimitSeconds: estimateOptions['time-limit'].default,
    seed: estimateOptions.seed.default,
    sampleWidth: estimateOptions['sample-width'].default,
  }).toEqual(numbers);
  // Without a default of its own: with --compare it is all.
  expect(estimateOptions.estimator.describe).toContain(`[${estimator};`);
});
