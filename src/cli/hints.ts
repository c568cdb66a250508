import type { ErrorCode } from '../base/error-codes.js';
import { isOwnError, messageOf } from '../base/errors.js';

/** The flags that mend an error, by its code. What they mend stands in the message. */
const hints: Partial<Record<ErrorCode, string>> = {
  'no-results':
    'npx pareto sweep makes one; npx pareto leaderboard --with-baseline shows what comes with the project',
  'results-not-writable': '--out',
  'other-testbed': '--testbed',
  'several-testbeds': '--testbed',
  'port-not-free': '--port',
  'no-dataset-name': '--dataset',
  'crop-of-file': '--crop none',
  'damaged-image': '--lenient',
  'too-many-failures': '--max-failures',
  'time-limit': '--time-limit',
  'memory-limit': '--max-memory',
  'implausible-size': '--max-pixels-per-byte',
  'too-many-pixels': '--max-pixels',
  'not-enough-memory': '--crop, in a sweep',
};

/** Options of the core whose flags have other words. */
const flags: Readonly<Record<string, string>> = {
  codecs: 'codec',
  plugins: 'plugin',
  metricCommands: 'metric-command',
  timeLimitSeconds: 'time-limit',
  maxMemoryBytes: 'max-memory',
};

/** A message with the flags that mend it: `… allow more (--time-limit)`. */
export function withHint(message: string, code?: ErrorCode): string {
  const hint = code && hints[code];
  return hint ? `${message} (${hint})` : message;
}

/** An error in one line, in the words of the command line. */
export function tellError(error: unknown): string {
  const message = messageOf(error);
  if (!isOwnError(error)) return message;
  const { code, data } = error;
  const { option } = data;
  // Variables of the environment are no flags.
  if (code === 'wrong-option' && typeof option === 'string' && option !== option.toUpperCase()) {
    return `--${flags[option] ?? dashed(option)}${message.slice(option.length)}`;
  }
  return withHint(message, code);
}

/** `maxReduction` as `max-reduction`. */
function dashed(option: string): string {
  return option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
