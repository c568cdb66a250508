import { inspect } from 'node:util';
import yargs from 'yargs';
import { UsageError } from '../base/errors.js';
import { printable } from '../base/foreign-text.js';
import { version } from '../base/version.js';
import { commandModule } from './command.js';
import { commands } from './commands.js';
import { tellError } from './hints.js';
import { tell } from './output.js';
import { helpWidth } from './prepared-help.js';
import { usageError } from './usage-error.js';

/**
 * Runs a command line; one without a word prints help. Errors are told on standard error.
 * @returns the exit status: 2 for wrong use, 1 for work that failed, else what the command set
 */
export async function runProgram(args: readonly string[]): Promise<number> {
  /** What yargs found wrong with the command line, in its English. */
  let complaint: string | null = null;
  const program = yargs()
    .locale('en')
    .scriptName('pareto')
    .version(version)
    .usage('$0 <command>: a research bench for image codecs')
    .command(commands.map(commandModule))
    .option('debug', {
      type: 'boolean',
      default: false,
      describe: 'Show where an error comes from',
    })
    .demandCommand(1, 'name a command; --help lists them')
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
    await program.parseAsync(args.length === 0 ? ['--help'] : args);
    return Number(process.exitCode ?? 0);
  } catch (thrown) {
    // What yargs finds while it splits the words is thrown and not told to `fail`.
    if (thrown instanceof Error && thrown.name === 'YError') complaint ??= thrown.message;
    const error = complaint === null ? thrown : await usageError(complaint, args);
    if (args.includes('--debug')) process.stderr.write(`${printable(inspect(error))}\n`);
    else tell(`pareto: ${tellError(error)}`);
    return error instanceof UsageError ? 2 : 1;
  }
}
