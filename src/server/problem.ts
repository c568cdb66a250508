import type { ErrorCode } from '../base/error-codes.js';
import { isOwnError, messageOf, UsageError } from '../base/errors.js';
import { clientWords } from './client-words.js';

/** Every kind of answer that tells of an error, with its status. */
export const problemStatus = {
  bad_request: 400,
  unauthorized: 401,
  not_found: 404,
  method_not_allowed: 405,
  request_timeout: 408,
  file_too_large: 413,
  image_too_large: 413,
  unsupported_format: 415,
  ssrf_blocked: 422,
  url_fetch_failed: 422,
  optimization_failed: 422,
  estimation_failed: 422,
  headers_too_large: 431,
  rate_limit_exceeded: 429,
  internal_error: 500,
  worker_died: 500,
  storage_failed: 500,
  tool_timeout: 500,
  service_overloaded: 503,
} as const satisfies Record<string, number>;

export type ProblemName = keyof typeof problemStatus;

/** Seconds after which a client may try again where the service is full. */
const overloadedRetrySeconds = 5;

/** What an answer tells of an error. */
export interface Problem {
  readonly name: ProblemName;
  readonly message: string;
  /** Fields beside them. */
  readonly details: Readonly<Record<string, unknown>>;
}

/** An error that knows its answer. */
export interface ProblemError extends Error {
  readonly problem: Problem;
}

/** Makes an error that is answered as such. */
export function problem(
  name: ProblemName,
  message: string,
  details: Problem['details'] = {},
): ProblemError {
  return Object.assign(new Error(message), { problem: { name, message, details } });
}

/** The service is full, or about to end. */
export function overloaded(message: string): ProblemError {
  return problem('service_overloaded', message, { retry_after: overloadedRetrySeconds });
}

/** Answers to errors of the house, by their code. */
const byCode: Partial<Record<ErrorCode, ProblemName>> = {
  'time-limit': 'tool_timeout',
  'process-died': 'worker_died',
  'memory-limit': 'image_too_large',
  'too-many-pixels': 'image_too_large',
  'implausible-size': 'image_too_large',
  'too-large-to-store': 'image_too_large',
};

/**
 * The answer to whatever was thrown. What is not known to be meant for a client is told in no word.
 * @param failed the answer to work that failed on a picture
 */
export function problemOf(error: unknown, failed: ProblemName = 'internal_error'): Problem {
  if (isProblem(error)) return error.problem;
  if (isOwnError(error)) {
    const name = error instanceof UsageError ? 'bad_request' : (byCode[error.code] ?? failed);
    const { option } = error.data;
    const details = typeof option === 'string' ? { fields: [option] } : {};
    return { name, message: messageOf(error), details, ...clientWords(error.code, error.data) };
  }
  const message = 'something went wrong here; the log has it under the request id';
  return { name: 'internal_error', message, details: {} };
}

function isProblem(error: unknown): error is ProblemError {
  return error instanceof Error && 'problem' in error;
}
