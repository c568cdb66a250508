import type { z } from 'zod';
import { UsageError } from '../base/errors.js';

/**
 * A part of a file of results by its schema.
 * @param where the path of the part in the file, for the message
 * @throws UsageError that names the first field that is wrong
 */
export function parseShape<T>(schema: z.ZodType<T>, value: unknown, where = ''): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const path = [where, ...issue.path.map(String)].filter(Boolean).join('.');
  const problem = value === undefined ? 'it is missing' : issue.message;
  throw new UsageError(`${path || 'the file'}: ${problem}`);
}
