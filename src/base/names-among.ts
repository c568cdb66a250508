import { UsageError } from './errors.js';
import { isPattern, matchesPattern } from './name-pattern.js';

/**
 * The names that are asked for: those that patterns match among the known ones, and what is no pattern as it
 * is. Each once.
 * @param kind what they are, for an error: `data set`
 * @throws UsageError for a pattern that matches none
 */
export function namesAmong(
  kind: string,
  asked: readonly string[],
  known: readonly string[],
): string[] {
  const names = asked.flatMap((name) => {
    if (!isPattern(name) || known.includes(name)) return [name];
    const found = known.filter((each) => matchesPattern(each, name));
    if (found.length === 0) throw unmatchedNames(`no ${kind}`, name, known);
    return found;
  });
  return [...new Set(names)];
}

/** The error of a pattern that matches none. */
export function unmatchedNames(
  what: string,
  pattern: string,
  known: readonly string[],
): UsageError {
  const names = [...new Set(known)].sort();
  return new UsageError(`${what} matches '${pattern}'; known: ${names.join(', ')}`, {
    code: 'unknown-name',
    data: { kind: what, name: pattern, known: names },
  });
}
