import { commands } from './commands.js';
import { tellFailure } from './failure.js';
import { plainArguments } from './plain-arguments.js';

/**
 * Runs a command line; one without a word prints help. Errors are told on standard error.
 * @returns the exit status: 2 for wrong use, 1 for work that failed, else what the command set
 */
export async function runProgram(args: readonly string[]): Promise<number> {
  const [word, ...words] = args;
  const command = commands.find(({ name }) => name === word);
  try {
    // Only these are read without yargs: no other usage is worth loading a command's options for.
    const plain = command?.usage.endsWith('..]')
      ? plainArguments(command.usage, await command.options(), words)
      : null;
    if (command !== undefined && plain !== null) {
      await command.run(plain);
      return Number(process.exitCode ?? 0);
    }
  } catch (thrown) {
    return tellFailure(thrown, args);
  }
  const { runByYargs } = await import('./by-yargs.js');
  return runByYargs(args);
}
