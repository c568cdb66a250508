import { inspect } from 'node:util';
import { UsageError } from '../base/errors.js';
import { printable } from '../base/foreign-text.js';
import { tellError } from './hints.js';
import { tell } from './output.js';

/**
 * Tells on standard error what a command threw.
 * @returns the exit status: 2 for wrong use, 1 for work that failed
 */
export function tellFailure(error: unknown, args: readonly string[]): number {
  if (args.includes('--debug')) process.stderr.write(`${printable(inspect(error))}\n`);
  else tell(`pareto: ${tellError(error)}`);
  return error instanceof UsageError ? 2 : 1;
}
