import { expect, test } from 'vitest';
import { estimationVersion } from '#src/estimate/version.js';
import { estimateRecord } from '#src/results/record.js';

test('the version of estimates is one that records take', () => {
  expect(estimateRecord.shape.estimation.parse(estimationVersion)).toBe(estimationVersion);
});
