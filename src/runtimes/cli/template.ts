import { UsageError } from '../../base/errors.js';
import type { Params, Settings, Value } from '../../base/params.js';

/** One argument of a command template, or arguments that depend on a setting. */
export type Argument =
  | string
  | {
      readonly if: string;
      readonly is?: Value | undefined;
      readonly args: readonly string[];
      readonly otherwise?: readonly string[] | undefined;
    };

const placeholder = /\{([a-z_][a-z0-9_]*)\}/gi;

/** What a template may and must name. */
export interface Placeholders {
  /** Those that always have a value. */
  readonly places: readonly string[];
  /** Those of them that it must have. */
  readonly wanted?: readonly string[];
  /** Settings, which are placeholders too. */
  readonly params?: Params;
}

/**
 * Checks a command template.
 * @param field its name in the recipe, for messages
 * @throws UsageError
 */
export function checkTemplate(
  field: string,
  template: readonly Argument[],
  { places, wanted = [], params = {} }: Placeholders,
): void {
  const taken = Object.keys(params).find((name) => places.includes(name));
  if (taken !== undefined) {
    throw new UsageError(
      `settings: {${taken}} has a meaning of its own; name the setting otherwise`,
      { code: 'broken-recipe' },
    );
  }
  const known = [...places, ...Object.keys(params)];
  const seen = new Set<string>();
  for (const argument of template) {
    const certain = typeof argument === 'string' ? null : argument.if;
    if (certain !== null && !Object.hasOwn(params, certain)) {
      throw new UsageError(`${field}: "if" names the setting '${certain}', which there is not`, {
        code: 'broken-recipe',
      });
    }
    for (const [name, inside] of placeholdersOf(argument)) {
      seen.add(name);
      if (!known.includes(name)) {
        throw new UsageError(`${field}: {${name}} is none of ${known.join(', ')}`, {
          code: 'broken-recipe',
        });
      }
      const param = params[name];
      const absent = param !== undefined && (param.default === null || param.applies !== undefined);
      if (absent && !(inside === 'args' && certain === name)) {
        throw new UsageError(
          `${field}: {${name}} has not always a value; put it into {"if": "${name}", "args": […]}`,
          { code: 'broken-recipe' },
        );
      }
    }
  }
  const missing = wanted.find((name) => !seen.has(name));
  if (missing !== undefined) {
    throw new UsageError(`${field}: {${missing}} is missing`, { code: 'broken-recipe' });
  }
}

/** The command line that a template stands for. */
export function fillTemplate(
  template: readonly Argument[],
  places: Readonly<Record<string, Value>>,
  settings: Settings,
): string[] {
  const values: Readonly<Record<string, Value>> = { ...settings, ...places };
  const fill = (text: string): string =>
    text.replaceAll(placeholder, (whole, name: string) =>
      Object.hasOwn(values, name) ? String(values[name]) : whole,
    );
  return template.flatMap((argument) => {
    if (typeof argument === 'string') return [fill(argument)];
    const setting = settings[argument.if];
    const holds =
      argument.is === undefined
        ? setting !== undefined && setting !== false
        : setting === argument.is;
    return (holds ? argument.args : (argument.otherwise ?? [])).map(fill);
  });
}

function placeholdersOf(argument: Argument): [string, 'plain' | 'args' | 'otherwise'][] {
  const namesIn = (text: string): string[] =>
    [...text.matchAll(placeholder)].map(([, name]) => name ?? '');
  if (typeof argument === 'string') return namesIn(argument).map((name) => [name, 'plain']);
  const { args, otherwise = [] } = argument;
  return [
    ...args.flatMap((text) => namesIn(text).map((name) => [name, 'args'] as [string, 'args'])),
    ...otherwise.flatMap((text) =>
      namesIn(text).map((name) => [name, 'otherwise'] as [string, 'otherwise']),
    ),
  ];
}
