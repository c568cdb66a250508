import { UsageError, unknownName, wrongOption } from '../base/errors.js';
import { matchesPattern } from '../base/name-pattern.js';

/** Which images of a data set to use. */
export interface Selection {
  /** Names, or patterns with * (any characters) and ? (one). All if not given. */
  readonly images?: readonly string[];
  /** At most so many, the first in the data set's order. */
  readonly limit?: number;
}

/**
 * The items that are asked for, in the data set's order.
 * @throws UsageError for a name or pattern that matches none, and for a limit below 1
 */
export function select<T extends { readonly name: string }>(
  dataset: string,
  items: readonly T[],
  { images, limit = items.length }: Selection,
): T[] {
  if (!Number.isInteger(limit) || limit < 1) {
    throw wrongOption('limit', 'a whole number from 1', limit);
  }
  for (const pattern of images ?? []) {
    if (!items.some(({ name }) => matchesPattern(name, pattern))) {
      throw unmatched(dataset, pattern, items);
    }
  }
  return items
    .filter(({ name }) => images?.some((pattern) => matchesPattern(name, pattern)) ?? true)
    .slice(0, limit);
}

function unmatched(
  dataset: string,
  pattern: string,
  items: readonly { readonly name: string }[],
): UsageError {
  const names = items.map(({ name }) => name);
  const shown = names.length > 30 ? [...names.slice(0, 30), `… (${names.length} in all)`] : names;
  return /[*?]/.test(pattern)
    ? new UsageError(`no image of ${dataset} matches '${pattern}'; known: ${shown.join(', ')}`, {
        code: 'unknown-name',
        data: { kind: `image of ${dataset}`, name: pattern, known: names },
      })
    : unknownName(`image of ${dataset}`, pattern, shown);
}
