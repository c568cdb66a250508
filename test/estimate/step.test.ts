import { expect, test } from 'vitest';
import { estimateStep } from '#src/estimate/step.js';

test('a step has a name, and an estimator or none', () => {
  const steps = [
    { step: 'read', estimator: null },
    { step: 'estimate', estimator: 'balanced' },
  ];
  for (const step of steps) expect(estimateStep.parse(step)).toEqual(step);
  expect(estimateStep.safeParse({ step: 'read' }).success).toBe(false);
  expect(estimateStep.safeParse({ step: 'rest', estimator: null }).success).toBe(false);
});
