#!/usr/bin/env node
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { messageOf, UsageError } from '../base/errors.js';
import { version } from '../base/version.js';
import { commandModule } from './command.js';
import { commands } from './commands.js';
import { usageError } from './usage-error.js';

const args = hideBin(process.argv);
/** What yargs found wrong with the command line, in its English. */
let complaint: string | null = null;

const program = yargs(args)
  .locale('en')
  .scriptName('pareto')
  .version(version)
  .usage('$0 <command>: a research bench for image codecs')
  .command(commands.map(commandModule))
  .option('debug', { type: 'boolean', default: false, describe: 'Show where an error comes from' })
  .demandCommand(1, 'name a command; --help lists them')
  .parserConfiguration({ 'duplicate-arguments-array': false })
  .strict()
  .wrap(Math.min(110, process.stdout.columns ?? 110))
  .exitProcess(false)
  .fail((message, error) => {
    if (error) throw error;
    complaint = message;
    throw new UsageError(message);
  });

// A reader that has seen enough, such as `| head`, is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 1);
});

try {
  await program.parseAsync(args.length === 0 ? ['--help'] : args);
} catch (thrown) {
  const error = complaint === null ? thrown : await usageError(complaint, args, commands);
  if (args.includes('--debug')) console.error(error);
  else process.stderr.write(`pareto: ${messageOf(error)}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
