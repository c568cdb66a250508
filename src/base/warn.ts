import type { ErrorCode } from './error-codes.js';

/** Told of what goes wrong without ending the work, in one line, with the code of the error if it has one. */
export type Warn = (message: string, code?: ErrorCode) => void;
