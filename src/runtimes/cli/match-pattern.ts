import { withTimeLimit } from '../../base/time-limit.js';

/** Seconds that a pattern may take: one of somebody else's may go over the same text without end. */
const patternSeconds = 2;

/**
 * What a pattern of a recipe finds in what a program printed; `^` and `$` stand at lines.
 * @throws WorkError where it takes too long, SyntaxError where it is no regular expression
 */
export function matchPattern(pattern: string, text: string): RegExpExecArray | null {
  return withTimeLimit(patternSeconds, () => new RegExp(pattern, 'm').exec(text));
}
