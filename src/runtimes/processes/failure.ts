import type { ErrorCode } from '../../base/error-codes.js';
import { WorkError } from '../../base/errors.js';

/** Where in a job a process failed that gave no answer, as records name it. */
export type FailureStage = 'worker' | 'timeout';

const stages: Partial<Record<ErrorCode, FailureStage>> = {
  'process-died': 'worker',
  'memory-limit': 'worker',
  'time-limit': 'timeout',
};

/** The stage of an error of a process that died or was late; null of every other error. */
export function failureStage(error: unknown): FailureStage | null {
  return error instanceof WorkError ? (stages[error.code] ?? null) : null;
}
