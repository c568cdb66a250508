import { UsageError, unknownName } from '../base/errors.js';
import { commands, commonOptions } from './commands.js';

/**
 * What yargs found wrong, with the nearest name where one is unknown.
 * @param message in yargs' English
 * @param typed the words of the command line
 */
export async function usageError(message: string, typed: readonly string[]): Promise<UsageError> {
  const command = commands.find(({ name }) => name === typed[0]);
  const usage = command?.usage ?? '';
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
    return new UsageError(`${typed[0]} needs ${needed}; ${typed[0]} --help tells more`);
  }
  const unknown = /^Unknown (?:argument|command)s?: ([^,]+)/.exec(message)?.[1];
  if (unknown === undefined) return new UsageError(message);
  if (command === undefined) {
    const names = commands.map(({ name }) => name);
    return unknownName('command', unknown, names);
  }
  return unknownName('option', unknown, [
    ...Object.keys(await command.options()),
    ...commonOptions,
  ]);
}
