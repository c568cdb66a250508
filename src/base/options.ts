import { z } from 'zod';
import { UsageError, unknownName, wrongOption } from './errors.js';

// What options of the library are made of: a schema's message is what was expected, in words that
// follow "takes".

/** A whole number within bounds. */
export const whole = (min: number, max = Number.MAX_SAFE_INTEGER) => {
  const range = max === Number.MAX_SAFE_INTEGER ? `from ${min}` : `from ${min} to ${max}`;
  const error = `a whole number ${range}`;
  return z.int(error).min(min, error).max(max, error);
};

/** A number above 0. */
export const positive = z.number('a number above 0').positive('a number above 0');

/** Text that is not empty. */
export const text = (error: string) =>
  z.string(error).refine((given) => given.trim() !== '', error);

/** An array of such texts. */
export const texts = (error: string) => z.array(text(error), error);

export const yes = z.boolean('true or false');

/** One of some names. */
export const oneOf = <const T extends readonly string[]>(names: T) =>
  z.enum(names, `one of ${names.join(', ')}`);

/** A function, a signal and the like, which is passed on as it is. */
export const passedOn = z.unknown().optional();

/**
 * Checks what a function of the library is told, and fills in the schema's defaults.
 * @param name of the function, for messages
 * @param beside options that the schema leaves to others
 * @throws UsageError of code `wrong-option`, or `unknown-name` where the schema is strict
 */
export function readOptions<S extends z.ZodObject>(
  name: string,
  schema: S,
  options: unknown,
  beside: readonly string[] = [],
): z.output<S> {
  const parsed = schema.safeParse(options);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  if (issue.code === 'unrecognized_keys') {
    throw unknownName(`option of ${name}`, issue.keys[0]!, [
      ...Object.keys(schema.shape),
      ...beside,
    ]);
  }
  const [option] = issue.path;
  if (option === undefined) throw wrongOption(name, 'an object of options', options);
  throw wrongOption(
    String(option),
    issue.message,
    (options as Readonly<Record<PropertyKey, unknown>>)[option],
  );
}

/** Checks the path of a folder or file that is an argument of its own. Throws UsageError. */
export function checkPath(name: string, expected: string, given: unknown): void {
  if (typeof given === 'string' && given !== '') return;
  throw new UsageError(`${name} takes ${expected}, got ${given === '' ? "''" : String(given)}`);
}
