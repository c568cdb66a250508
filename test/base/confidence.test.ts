import { expect, test } from 'vitest';
import { confidences } from '#src/base/confidence.js';
import { estimateAnswer } from '#src/estimate/task.js';
import { estimateRecord } from '#src/results/record.js';

test('answers and records know the same confidences', () => {
  expect(estimateAnswer.shape.confidence.options).toEqual(confidences);
  expect(estimateRecord.shape.confidence.unwrap().options).toEqual(confidences);
});
