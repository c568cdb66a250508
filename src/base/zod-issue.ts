import type { z } from 'zod';

/** The first thing that is wrong with a value, in a few words: `params.q: Invalid input`. */
export function firstIssue(error: z.ZodError, whole = 'it'): string {
  const issue = error.issues[0];
  return `${issue?.path.join('.') || whole}: ${issue?.message}`;
}
