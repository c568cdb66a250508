import path from 'node:path';
import { messageOf, UsageError, unknownName } from '../base/errors.js';
import { readBoundedSync } from '../base/read-bounded.js';
import type { OptionTable } from './command.js';

/** What an option takes in a file: the words of an error, and the type in the schema. */
interface Kind {
  readonly expected: string;
  readonly schema: object;
  /** The value as the command line has it, or undefined where it is of another type. */
  readonly read: (value: unknown) => string | number | boolean | undefined;
}

const isNumber = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value);
const isText = (value: unknown): value is string => typeof value === 'string';
const only =
  <T extends string | number | boolean>(is: (value: unknown) => value is T) =>
  (value: unknown): T | undefined =>
    is(value) ? value : undefined;

const boolean: Kind = {
  expected: 'true or false',
  schema: { type: 'boolean' },
  read: only((value): value is boolean => typeof value === 'boolean'),
};
const number: Kind = {
  expected: 'a number',
  schema: { type: 'number' },
  read: only(isNumber),
};
const text: Kind = { expected: 'text', schema: { type: 'string' }, read: only(isText) };
const texts: Kind = {
  expected: 'text, or a list of texts',
  schema: { type: ['string', 'array'], items: { type: 'string' } },
  read: (value) => (Array.isArray(value) && value.every(isText) ? value.join() : text.read(value)),
};
const numbers: Kind = {
  expected: 'a number, a list of numbers, or text such as 30,60',
  schema: { type: ['number', 'string', 'array'], items: { type: 'number' } },
  read: (value) => {
    if (Array.isArray(value)) return value.every(isNumber) ? value.join() : undefined;
    return isNumber(value) ? String(value) : text.read(value);
  },
};
const size: Kind = {
  expected: 'a size such as "2G", or a number of megabytes',
  schema: { type: ['string', 'number'] },
  read: (value) => (isNumber(value) ? String(value) : text.read(value)),
};

/** Options that take more than one value, or more than one type. */
const kinds: Readonly<Record<string, Kind>> = {
  ...{ codec: texts, plugin: texts, dataset: texts, images: texts, measure: texts },
  ...{ metrics: texts, 'metric-command': texts, quality: numbers, 'max-memory': size },
  ...{ proxy: texts, 'fetch-ports': texts, 'fetch-private': texts, 'storage-plugin': texts },
  ...{ 'max-file': size, 'max-decoded': size, 'max-bodies': size, memory: size },
};

function kindOf(name: string, { type }: OptionTable[string]): Kind {
  if (Object.hasOwn(kinds, name)) return kinds[name]!;
  return type === 'boolean' ? boolean : type === 'number' ? number : text;
}

/**
 * Reads options out of a JSON file, with the names that they have on the command line, and gives them as
 * the command line has them.
 * @param options those that may be named
 * @throws UsageError for a file that cannot be read, an unknown name, and a value of another type
 */
export function readConfig(
  file: string,
  options: OptionTable,
): Record<string, string | number | boolean> {
  const name = path.relative('.', file) || file;
  let json: unknown;
  try {
    json = JSON.parse(readBoundedSync(file, { bound: 'recipe', name }).toString('utf8'));
  } catch (error) {
    const is = error instanceof SyntaxError ? `${name} is no JSON: ` : '';
    throw new UsageError(`${is}${messageOf(error)}`, { code: 'broken-file', data: { file } });
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new UsageError(
      `${name}: expected an object of options such as {"codec": "jpeg,avif", "dataset": "kodak"}, got ${JSON.stringify(json)?.slice(0, 40)}`,
      { code: 'broken-file', data: { file } },
    );
  }
  const { $schema: _, ...given } = json as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(given).map(([option, value]) => {
      if (!Object.hasOwn(options, option)) {
        throw unknownName('option', option, Object.keys(options), name);
      }
      const kind = kindOf(option, options[option]!);
      const read = kind.read(value);
      if (read !== undefined) return [option, read];
      throw new UsageError(
        `${name}: ${option} takes ${kind.expected}, got ${JSON.stringify(value)}`,
        { code: 'wrong-option', data: { option: `${name}: ${option}`, expected: kind.expected } },
      );
    }),
  );
}

/** JSON Schema (draft 2020-12) of a file that `readConfig` reads. */
export function configJsonSchema(command: string, options: OptionTable): object {
  const properties = Object.entries(options).map(([name, option]) => [
    name,
    {
      description: option.describe,
      ...kindOf(name, option).schema,
      ...(option.choices && { enum: option.choices }),
    },
  ]);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:paretobench:${command}:1`,
    title: `Options of pareto ${command}`,
    description: `What pareto ${command} --config takes: its options, by their names.`,
    type: 'object',
    properties: { $schema: { type: 'string' }, ...Object.fromEntries(properties) },
    additionalProperties: false,
  };
}
