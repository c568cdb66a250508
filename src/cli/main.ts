#!/usr/bin/env node
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { messageOf, UsageError, unknownName } from '../base/errors.js';
import { codecsCommand } from './codecs.js';
import type { Command } from './command.js';
import { compareCommand } from './compare.js';
import { datasetsCommand } from './datasets.js';
import { exportCommand } from './export.js';
import { importCommand } from './import.js';
import { leaderboardCommand } from './leaderboard.js';
import { metricsCommand } from './metrics.js';
import { modelsCommand } from './models.js';
import { scoreCommand } from './score.js';
import { sweepCommand } from './sweep.js';
import { verifyCommand } from './verify.js';

const commands = [
  sweepCommand,
  leaderboardCommand,
  compareCommand,
  exportCommand,
  importCommand,
  codecsCommand,
  metricsCommand,
  scoreCommand,
  verifyCommand,
  datasetsCommand,
  modelsCommand,
];

const args = hideBin(process.argv);
const program = yargs(args)
  .scriptName('pareto')
  .usage('$0 <command>: a research bench for image codecs')
  .command(commands.map(({ module }) => module))
  .option('debug', { type: 'boolean', default: false, describe: 'Show where an error comes from' })
  .demandCommand(1, 'name a command; --help lists them')
  .parserConfiguration({ 'duplicate-arguments-array': false })
  .strict()
  .wrap(Math.min(110, process.stdout.columns ?? 110))
  .exitProcess(false)
  .fail((message, error) => {
    throw error ?? usageError(message);
  });

// A reader that has seen enough, such as `| head`, is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 1);
});

try {
  await program.parseAsync();
} catch (error) {
  if (args.includes('--debug')) console.error(error);
  else process.stderr.write(`pareto: ${messageOf(error)}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}

/** What yargs found wrong, with the nearest name where one is unknown. */
function usageError(message: string): UsageError {
  const usageOf = ({ module }: Command): string => String(module.command);
  const nameOf = (command: Command): string => usageOf(command).split(' ')[0]!;
  const command = commands.find((each) => nameOf(each) === args[0]);
  const usage = command === undefined ? '' : usageOf(command);
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
    return new UsageError(`${args[0]} needs ${needed}; ${args[0]} --help tells more`);
  }
  const unknown = /^Unknown (?:argument|command)s?: ([^,]+)/.exec(message)?.[1];
  if (unknown === undefined) return new UsageError(message);
  if (command === undefined) return unknownName('command', unknown, commands.map(nameOf));
  return unknownName('option', unknown, [...command.options, 'debug', 'help', 'version']);
}
