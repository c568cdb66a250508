import yargs from 'yargs';
import { UsageError } from '../base/errors.js';
import { version } from '../base/version.js';
import { type Command, commandModule } from './command.js';
import { commands } from './commands.js';
import { tellFailure } from './failure.js';
import { helpWidth } from './prepared-help.js';
import { usageError } from './usage-error.js';

/**
 * Reads a command line by yargs, and runs its command; one without a word prints help.
 * @returns the exit status
 */
export async function runByYargs(args: readonly string[]): Promise<number> {
  /** What yargs found wrong with the command line, in its English. */
  let complaint: string | null = null;
  const program = yargs();
  const only = onlyCommand(args);
  if (only !== null) program.command(commandModule(only));
  else {
    program
      .usage('$0 <command>: a research bench for image codecs')
      .command(commands.map(commandModule))
      .demandCommand(1, 'name a command; --help lists them');
  }
  program
    .locale('en')
    .scriptName('pareto')
    .version(version)
    .option('debug', {
      type: 'boolean',
      default: false,
      describe: 'Show where an error comes from',
    })
    .parserConfiguration({ 'duplicate-arguments-array': false })
    .strict()
    .wrap(Math.min(helpWidth, process.stdout.columns ?? helpWidth))
    .exitProcess(false)
    .fail((message, error) => {
      if (error) throw error;
      complaint = message;
      throw new UsageError(message);
    });
  try {
    const words = only === null ? args : args.slice(1);
    await program.parseAsync(args.length === 0 ? ['--help'] : words);
    return Number(process.exitCode ?? 0);
  } catch (thrown) {
    // What yargs finds while it splits the words is thrown and not told to `fail`.
    if (thrown instanceof Error && thrown.name === 'YError') complaint ??= thrown.message;
    return tellFailure(complaint === null ? thrown : await usageError(complaint, args), args);
  }
}

/**
 * The command that the first word names, as the one that takes all other words; null where help is to be
 * laid out. For a command among others yargs lays it out each time, which takes as long as its start.
 */
function onlyCommand(args: readonly string[]): Command | null {
  const command = commands.find(({ name }) => name === args[0]);
  if (command === undefined || args.some((word) => /^--(?:help|version)\b/.test(word))) return null;
  return { ...command, usage: command.usage.replace(command.name, '$0') };
}
