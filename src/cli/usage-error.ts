import { UsageError, unknownName } from '../base/errors.js';
import type { Command } from './command.js';
import { commands, commonOptions } from './commands.js';

/**
 * What yargs found wrong, with the nearest name where one is unknown.
 * @param message in yargs' English
 * @param typed the words of the command line
 */
export async function usageError(message: string, typed: readonly string[]): Promise<UsageError> {
  const command = commands.find(({ name }) => name === typed[0]);
  const usage = command?.usage ?? '';
  const bare = /^Not enough arguments following: (.+)/.exec(message)?.[1];
  if (bare !== undefined) return new UsageError(`--${bare} needs a value`);
  const choice = /Argument: ([^,]+), Given: "([^"]*)", Choices: (.*)/.exec(message);
  if (choice !== null) {
    const [, name, given, choices] = choice as unknown as [string, string, string, string];
    const kind = usage.includes(`[${name}]`) ? name : `value of --${name}`;
    return unknownName(kind, given, choices.replaceAll('"', '').split(', '));
  }
  const missing = /^Missing required arguments?: (.+)/.exec(message)?.[1];
  const needed = message.startsWith('Not enough non-option arguments')
    ? usage.match(/<[^>]+>/g)?.join(' ')
    : missing && `--${missing}`;
  if (needed !== undefined) {
    const unknown = command && (await unknownOption(command, typed));
    if (unknown) return unknown;
    return new UsageError(`${typed[0]} needs ${needed}; ${typed[0]} --help tells more`);
  }
  const unknown = /^Unknown (?:argument|command)s?: ([^,]+)/.exec(message)?.[1];
  if (unknown === undefined) return new UsageError(message);
  if (command === undefined) {
    const names = commands.map(({ name }) => name);
    return unknownName('command', unknown, names);
  }
  return (
    (await unknownOption(command, typed)) ??
    new UsageError(`unexpected argument '${unknown}'; the use is: pareto ${command.usage}`)
  );
}

/** The first word with two dashes that is no option of the command, as an error; null without one. */
async function unknownOption(
  { options }: Command,
  typed: readonly string[],
): Promise<UsageError | null> {
  const known = [...Object.keys(await options()), ...commonOptions];
  for (const word of typed) {
    const name = /^--([^=]+)/.exec(word)?.[1];
    if (name === undefined) continue;
    const plain = name.replace(/^no-/, '').replace(/[A-Z]/g, (big) => `-${big.toLowerCase()}`);
    if (!known.includes(plain)) return unknownName('option', name, known);
  }
  return null;
}
