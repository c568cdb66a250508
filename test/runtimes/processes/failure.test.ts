import { expect, test } from 'vitest';
import { UsageError, WorkError } from '#src/base/errors.js';
import { failureStage } from '#src/runtimes/processes/failure.js';

test('tells a process that died or was late from every other error', () => {
  expect(failureStage(new WorkError('it died', { code: 'process-died' }))).toBe('worker');
  expect(failureStage(new WorkError('it was late', { code: 'time-limit' }))).toBe('timeout');
  expect(failureStage(new WorkError('no'))).toBeNull();
  expect(failureStage(new UsageError('no', { code: 'process-died' }))).toBeNull();
  expect(failureStage(new Error('no'))).toBeNull();
});
