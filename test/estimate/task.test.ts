import { expect, test } from 'vitest';
import { estimateAnswer } from '#src/estimate/task.js';

const answer = {
  ...{ spec: 'jpeg', predictedBytes: 9, interval: { low: 8, high: 10, level: 0.8 } },
  ...{ estimator: 'exact', confidence: 'high', milliseconds: 3, reason: null },
};

test('an answer has every field, with its type', () => {
  expect(estimateAnswer.parse(answer)).toEqual(answer);
  for (const name of Object.keys(answer)) {
    expect(estimateAnswer.safeParse({ ...answer, [name]: undefined }).success, name).toBe(false);
  }
  expect(estimateAnswer.safeParse({ ...answer, confidence: 'sure' }).success).toBe(false);
  expect(estimateAnswer.safeParse({ ...answer, predictedBytes: Number.NaN }).success).toBe(false);
});
